import { connectTo } from "../../../runtime/index.js";
import { contract, orderVersion } from "../../support/order-family.js";
import { endWithParent, leaveParent } from "./end-with-parent.js";

/** Publishes 100,000 messages of 4 KB, 5,000 at a time, and reports by how much memory grew at most. */
endWithParent();
const [, , url = "", event = ""] = process.argv;
const MESSAGES = 100_000;
const AT_A_TIME = 5_000;
const rabbit = await connectTo(contract, { url, service: "svc-order" });
const publisher = await rabbit.publisher(orderVersion(event, "v1"));
const filler = "x".repeat(4_096 - 30);
let [sent, confirmed, peak, samples] = [0, 0, 0, 0];

/** Heap and buffers together: message bodies live outside of the heap. */
function sample(): void {
  globalThis.gc?.();
  const { heapUsed, external } = process.memoryUsage();
  peak = Math.max(peak, heapUsed + external);
  samples += 1;
}

const worker = async (): Promise<void> => {
  while (sent < MESSAGES) {
    sent += 1;
    await publisher.publish({ orderId: `${sent} ${filler}` }, { timeout: 500_000 });
    confirmed += 1;
    if (confirmed % 5_000 === 0) sample();
  }
};
sample();
const before = peak;
await Promise.all(Array.from({ length: AT_A_TIME }, worker));
const closed = await rabbit.close();
process.send?.({ confirmed, samples, grown: peak - before, unconfirmed: closed.unconfirmed });
leaveParent();
