import { connectTo } from "../../../runtime/index.js";
import { contract, orderVersion } from "../../support/order-family.js";
import { endWithParent, leaveParent, leftOpen } from "./end-with-parent.js";

/** Says that it lost its connection, and closes on request. */
endWithParent();
const [, , url = "", event = ""] = process.argv;
const rabbit = await connectTo(contract, { url, service: "svc-order" });
rabbit.on("disconnected", () => process.send?.({ kind: "disconnected" }));
process.once("message", async () => {
  const closed = await rabbit.close({ timeout: 1_000 });
  process.send?.({ kind: "closed", ...closed, open: await leftOpen() });
  leaveParent();
});
await rabbit.publisher(orderVersion(event, "v1"));
process.send?.({ kind: "ready" });
