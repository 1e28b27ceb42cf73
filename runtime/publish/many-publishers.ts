import type { EventVersion } from "../contract/event-version.js";
import type { EventHub } from "../observe/rabbit-events.js";

/** Open publishers of one version of one event from which on a warning tells; then at each doubling. */
const MANY = 10;

/** Warns of publishers that are made and not closed. Each has a channel: one per request ends at `channel_max`, or in the broker's memory. */
export class ManyPublishers {
  /** By event and version: how many are warned of next. */
  readonly #limits = new Map<string, number>();
  readonly #hub: EventHub;

  constructor(hub: EventHub) {
    this.#hub = hub;
  }

  /** So many publishers of a version are open now. */
  opened({ event, version }: EventVersion, count: number): void {
    const key = JSON.stringify([event, version]);
    if (count < (this.#limits.get(key) ?? MANY)) return;
    this.#limits.set(key, count * 2);
    const message = `there are ${count} open publishers of ${event} ${version}, each with a channel of its own: make one and share it, or close those that are no longer needed`;
    this.#hub.emit("warning", { code: "many-publishers", queue: undefined, message });
  }
}
