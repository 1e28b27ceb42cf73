import { connectTo } from "../../../runtime/index.js";
import { contract, orderVersion } from "../../support/order-family.js";
import { endWithParent, leaveParent } from "./end-with-parent.js";

/** Says that it lost its connection, and closes when it is told to. */
endWithParent();
const [, , url = "", event = ""] = process.argv;
const rabbit = await connectTo(contract, { url, service: "svc-order" });
rabbit.on("disconnected", () => process.send?.({ kind: "disconnected" }));
process.once("message", async () => {
  process.send?.({ kind: "closed", ...(await rabbit.close({ timeout: 1_000 })) });
  leaveParent();
});
await rabbit.publisher(orderVersion(event, "v1"));
process.send?.({ kind: "ready" });
