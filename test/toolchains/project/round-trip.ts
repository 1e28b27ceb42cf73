import { startBroker } from "rabbitgen/testing";
import { publishOrder, startService } from "./service.js";

/** Publishes an event through the embedded broker and resolves to the order that the handler got. */
export async function roundTrip(): Promise<string> {
  const broker = await startBroker();
  let handled: (order: string) => void = () => {};
  const order = new Promise<string>((resolve) => {
    handled = resolve;
  });
  const rabbit = await startService(broker.url, handled);
  try {
    await publishOrder(rabbit, "o-1");
    return await order;
  } finally {
    await rabbit.close();
    await broker.close();
  }
}
