import { setTimeout as sleep } from "node:timers/promises";
import { Reject, Retry } from "../../generated/index.js";
import type { Handling } from "./handling.js";
import { fateOf, idOf } from "./soaked-event.js";

/** What the handler needs to know of a delivery. */
interface Delivered {
  readonly attempt: number;
  readonly redelivered: boolean;
  readonly headers: Readonly<Record<string, unknown>>;
}

/** The handler of a soaked event: works for up to `workMs` ms, meets its fate, and reports when it is done. */
export async function handleSoaked(
  orderId: string,
  { attempt, redelivered, headers }: Delivered,
  workMs: number,
  done: (handling: Handling) => Promise<void> | void,
): Promise<void> {
  const id = idOf(orderId);
  await sleep(id % workMs);
  const fate = fateOf(id);
  if (fate === "rejected") throw new Reject("nobody wants this one");
  if (fate === "fails once" && attempt === 1) throw new Retry("at the first attempt");
  await done({ id, redelivered, retried: headers["rabbitgen-attempt"] !== undefined });
}
