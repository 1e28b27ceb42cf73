import { startProxy } from "../../test/support/fault-proxy.js";
import type { Fault, Place, Verdict } from "./fault.js";
import { marker } from "./letter.js";
import { Operator } from "./operator.js";
import { newSite } from "./site.js";
import { Subject } from "./subject.js";

/** Longer than any trial takes: all waits of the longest one and the draining of its queues. */
const deadline = 180_000;

/** Plays one fault with one client and cleans up after it. Rejects when nothing could be measured. */
export async function runTrial(fault: Fault, client: string, brokerUrl: string): Promise<Verdict> {
  const places: Place[] = [];
  async function open(): Promise<Place> {
    const proxy = await startProxy(brokerUrl, { watched: marker });
    const operator = await Operator.connect(brokerUrl);
    const site = newSite(proxy.url, fault.prefetch);
    const place = { site, proxy, operator, subject: new Subject(client), another: open };
    places.push(place);
    return place;
  }
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no end after ${deadline / 1_000} s`)), deadline);
  });
  try {
    const crash = (): string | undefined => places.flatMap(({ subject }) => subject.crash ?? [])[0];
    const verdict = await Promise.race([fault.play(await open()), late]).catch((error: unknown) => {
      if (crash() === undefined) throw error;
      return { passed: false, text: "" };
    });
    const reason = crash();
    if (reason === undefined) return verdict;
    return { passed: false, text: [`process crashed: ${reason}`, verdict.text].filter(Boolean).join("; ") };
  } finally {
    clearTimeout(timer);
    for (const { site, proxy, operator, subject } of places) {
      await subject.kill();
      await proxy.close();
      await operator.clean(site);
      await operator.close();
    }
  }
}
