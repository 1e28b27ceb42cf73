import { connectTo } from "../../../runtime/index.js";
import { contract, orderFamily, orderVersion } from "../../support/order-family.js";
import { endWithParent, leaveParent, leftOpen } from "./end-with-parent.js";

/** Closes while its only handler runs, which then fails and would open a breaker for half a minute. */
endWithParent();
const [, , url = "", event = "", queue = ""] = process.argv;
const v1 = orderVersion(event, "v1");
const family = { ...orderFamily(), event, versions: { v1, v2: orderVersion(event, "v2") } };
const rabbit = await connectTo(contract, { url, service: "svc-billing" });
let begin = (): void => {};
const began = new Promise<void>((resolve) => {
  begin = resolve;
});
let fail = (_error: Error): void => {};
const handling = new Promise<void>((_resolve, reject) => {
  fail = reject;
});
const v1Handler = (): Promise<void> => {
  begin();
  return handling;
};
await rabbit.consumer(family, {
  queue,
  breaker: { failures: 1, pause: "30s" },
  retry: { strategy: "none" },
  handlers: { v1: v1Handler, v2: "dead-letter" },
});
await (await rabbit.publisher(v1)).publish({ orderId: "o-1" });
await began;
const closing = rabbit.close();
setImmediate(() => fail(new Error("the database's pool is closed")));
process.send?.({ kind: "closed", ...(await closing), open: await leftOpen() });
leaveParent();
