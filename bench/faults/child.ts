// One client in a process of its own: whatever it does to the process, the parent sees. Argument: which client.
import type { Session } from "./client.js";
import { loadClient } from "./clients.js";
import { Handlers } from "./handlers.js";
import type { Answer, Order, Report } from "./messages.js";

const client = await loadClient(process.argv[2] ?? "");
const tell = (report: Report): void => void process.send?.(report);
const handlers = new Handlers((deliveries) => tell({ kind: "delivered", deliveries }));
let session: Session | undefined;

async function obey(order: Order): Promise<Answer> {
  if (order.kind === "connect") {
    session = await client.connect(order.site);
    return { kind: "done" };
  }
  if (session === undefined) return { kind: "failed", error: "not connected" };
  switch (order.kind) {
    case "consume":
      handlers.mode = order.mode;
      await session.consume(handlers.handle);
      return { kind: "done" };
    case "publish":
      return { kind: "done", receipt: await session.publish(order.orderId, order.exchange) };
    case "mode":
      handlers.mode = order.mode;
      return { kind: "done" };
    case "settle":
      handlers.settle(order.serials);
      return { kind: "done" };
    case "settle-and-close":
      handlers.settle(order.serials);
      // Promises only: the acks are made, and nothing of them has left the process when close is called.
      for (let turn = 0; turn < 100; turn += 1) await undefined;
      await session.close();
      return { kind: "done" };
  }
}

process.on("message", ({ number, order }: { number: number; order: Order }) => {
  obey(order).then(
    (answer) => tell({ kind: "answer", order: number, answer }),
    (error: unknown) => {
      const text = error instanceof Error ? error.message || error.name : String(error);
      tell({ kind: "answer", order: number, answer: { kind: "failed", error: text } });
    },
  );
});
process.on("disconnect", () => process.exit());
