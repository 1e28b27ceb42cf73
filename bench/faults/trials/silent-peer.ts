import { setTimeout as sleep } from "node:timers/promises";
import type { Fault, Place, Verdict } from "../fault.js";
import { orderIds } from "../letter.js";
import { stopwatch } from "../stopwatch.js";

const patience = 45_000;

/** A peer that takes the first connection and says nothing; and one that falls silent while it is connected. */
export const silentPeer: Fault = {
  title: "A silent peer: at the first connection, and later",
  rule: "the start succeeds or fails within 45 s, and after the silence it consumes again within 45 s",
  async play(place) {
    const [start, later] = await Promise.all([silentAtStart(await place.another()), silentLater(place)]);
    return { passed: start.passed && later.passed, text: `start: ${start.text}; later: ${later.text}` };
  },
};

/** Only the first connection is silent: a client that gives it up and tries again publishes. */
async function silentAtStart({ site, subject, proxy }: Place): Promise<Verdict> {
  proxy.mute(true);
  const elapsed = stopwatch();
  const connecting = subject.order({ kind: "connect", site }, patience);
  while (proxy.attempts === 0 && subject.crash === undefined) await sleep(20);
  proxy.mute(false);
  const connected = await connecting;
  if (connected.kind === "failed") return { passed: true, text: `fails after ${elapsed()}` };
  const published = await subject.order(
    { kind: "publish", orderId: "o-1", exchange: site.sideExchange },
    patience,
  );
  // Nothing is bound there, so that a failure can be an answer of the broker too.
  return published.kind === "done" || published.kind === "failed"
    ? { passed: true, text: `connects after ${elapsed()}` }
    : { passed: false, text: subject.crash ?? `hangs: nothing for ${patience / 1_000} s` };
}

async function silentLater({ site, subject, operator, proxy }: Place): Promise<Verdict> {
  await subject.begin(site, "return");
  proxy.freeze();
  const elapsed = stopwatch();
  // More than the prefetch: the first ones go into the black hole.
  await operator.put(site.queue, orderIds(3 * site.prefetch));
  const passed = await subject.until(() => subject.deliveries.length > 0, patience);
  return {
    passed,
    text: passed ? `consumes again after ${elapsed()}` : `hangs: nothing for ${patience / 1_000} s`,
  };
}
