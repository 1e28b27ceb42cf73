import { schemaText } from "../compat/prove/node-key.js";
import type { Contract, Event } from "../contract/contract.js";
import type { Pair } from "./review-rule.js";

/** How the events of two contracts correspond. */
export interface PairedEvents {
  readonly kept: readonly Pair<Event>[];
  readonly renamed: readonly Pair<Event>[];
  readonly added: readonly Event[];
  readonly removed: readonly Event[];
}

/** Pairs events by name; of the rest, an event with the same schema in its newest version was renamed. */
export function pairEvents(old: Contract, now: Contract): PairedEvents {
  const before = new Map(old.events.map((event) => [event.name, event]));
  const kept: Pair<Event>[] = [];
  const added: Event[] = [];
  for (const event of now.events) {
    const same = before.get(event.name);
    if (same === undefined) added.push(event);
    else kept.push({ old: same, new: event });
    before.delete(event.name);
  }
  const renamed: Pair<Event>[] = [];
  for (const event of before.values()) {
    const next = added.find((each) => meaning(each, now) === meaning(event, old));
    if (next === undefined) continue;
    renamed.push({ old: event, new: next });
    before.delete(event.name);
    added.splice(added.indexOf(next), 1);
  }
  return { kept, renamed, added, removed: [...before.values()] };
}

function meaning({ versions }: Event, { definitions }: Contract): string {
  const newest = versions.at(-1);
  return newest === undefined ? "" : schemaText({ $ref: newest.location }, definitions);
}
