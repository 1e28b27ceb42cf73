import { connectTo } from "../../../runtime/index.js";
import { contract, orderFamily, orderVersion } from "../../support/order-family.js";
import { endWithParent, leaveParent } from "./end-with-parent.js";

/**
 * Consumes with the settings of its arguments and says what it handled. An order whose id starts with `poison` kills
 * the process; one that starts with `block` stops it for 35 s, the first time that it comes.
 */
endWithParent();
const [, , url = "", event = "", queue = "", type = "quorum", prefetch = "1"] = process.argv;
const family = {
  ...orderFamily(),
  event,
  versions: { v1: orderVersion(event, "v1"), v2: orderVersion(event, "v2") },
};
const rabbit = await connectTo(contract, { url, service: "svc-billing" });
rabbit.on("disconnected", ({ role }) => process.send?.({ kind: "disconnected", role }));
await rabbit.consumer(family, {
  queue: { name: queue, type: type === "classic" ? "classic" : "quorum" },
  prefetch: Number(prefetch),
  handlers: {
    v1: ({ orderId }, { attempt, redelivered }) => {
      if (orderId.startsWith("poison")) process.kill(process.pid, "SIGKILL");
      if (orderId.startsWith("block") && !redelivered) {
        process.send?.({ kind: "blocking" });
        Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 35_000);
      }
      process.send?.({ kind: "handled", orderId, attempt });
    },
    v2: "dead-letter",
  },
});
process.once("message", () => void rabbit.close().then(() => leaveParent()));
process.send?.({ kind: "ready" });
