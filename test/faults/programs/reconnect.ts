import { connectTo } from "../../../runtime/index.js";
import { contract, orderFamily, orderVersion } from "../../support/order-family.js";
import { endWithParent } from "./end-with-parent.js";

/**
 * Publishes one message to itself after each loss of its connections, and reports when it is handled; on `measure` it
 * reports the resources that it holds.
 */
endWithParent();
const [, , url = "", event = "", queue = ""] = process.argv;
const v1 = orderVersion(event, "v1");
const family = { ...orderFamily(), event, versions: { v1, v2: orderVersion(event, "v2") } };

// Channels that live for less than a second open again with growing pauses: let time fly.
const realNow = Date.now;
let ahead = 0;
Date.now = () => realNow() + ahead;

/** Abort signals that are still there, and how many listeners each has. */
const signals = new Set<WeakRef<AbortSignal>>();
const listeners = new WeakMap<AbortSignal, number>();
for (const [name, change] of [
  ["addEventListener", 1],
  ["removeEventListener", -1],
] as const) {
  const original = AbortSignal.prototype[name];
  AbortSignal.prototype[name] = function (this: AbortSignal, ...args: Parameters<typeof original>) {
    if (!listeners.has(this)) signals.add(new WeakRef(this));
    listeners.set(this, (listeners.get(this) ?? 0) + change);
    original.apply(this, args);
  };
}

const warnings: string[] = [];
process.on("warning", ({ message }) => warnings.push(message));
const rabbit = await connectTo(contract, { url, service: "svc-billing" });
const publisher = await rabbit.publisher(v1, { timeout: 120_000 });
let round = 0;
let handled = (_round: string): void => {};
await rabbit.consumer(family, {
  queue,
  handlers: { v1: ({ orderId }) => handled(orderId), v2: "dead-letter" },
});

/** Resolves when a message of this round went through the broker. */
async function roundTrip(): Promise<void> {
  round += 1;
  const back = new Promise<void>((resolve) => {
    handled = (id) => {
      if (id === String(round)) resolve();
    };
  });
  await publisher.publish({ orderId: String(round) });
  await back;
}

async function measure(): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, 6_000)); // a lost connection is let go after 5 s
  globalThis.gc?.();
  const resources: Record<string, number> = {};
  for (const name of process.getActiveResourcesInfo()) resources[name] = (resources[name] ?? 0) + 1;
  let heard = 0;
  for (const reference of signals) {
    const signal = reference.deref();
    if (signal === undefined) signals.delete(reference);
    else heard += listeners.get(signal) ?? 0;
  }
  const heap = process.memoryUsage().heapUsed;
  process.send?.({ kind: "measured", heap, resources, listeners: heard, warnings });
}

process.on("message", async (word) => {
  if (word === "measure") return measure();
  await roundTrip();
  ahead += 10_000;
  process.send?.({ kind: "back" });
});
ahead += 10_000;
process.send?.({ kind: "back" });
