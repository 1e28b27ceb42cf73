import type { EventVersion } from "../contract/event-version.js";
import type { EventHub } from "../observe/rabbit-events.js";

/** The number of open publishers of one event version that causes a warning; repeated at each doubling. */
export const MANY: number = 10;

/**
 * Warns of publishers that are created and not closed. Each has a channel; creating one per request ends at
 * `channel_max`, or exhausts the broker's memory.
 */
export class ManyPublishers {
  /** The number at which the next warning is due, by event and version. */
  readonly #limits = new Map<string, number>();
  readonly #hub: EventHub;

  constructor(hub: EventHub) {
    this.#hub = hub;
  }

  /** Reports the current number of open publishers of a version. */
  opened({ event, version }: EventVersion, count: number): void {
    const key = JSON.stringify([event, version]);
    if (count < (this.#limits.get(key) ?? MANY)) return;
    this.#limits.set(key, count * 2);
    const message = `${count} publishers of ${event} ${version} are open, each with its own channel: share one publisher, or close those that are no longer needed`;
    this.#hub.emit("warning", { code: "many-publishers", queue: undefined, message });
  }
}
