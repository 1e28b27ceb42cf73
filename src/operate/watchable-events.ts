import { type EventFamily, versionsOf } from "../../runtime/contract/event-version.js";
import { unboundProblem } from "../../runtime/routing/event-bindings.js";
import { shapeOf } from "../../runtime/routing/key-shape.js";

/** Events that a queue outside the contract can be bound to, and the others, each with the reason. */
export interface WatchableEvents {
  readonly events: readonly string[];
  readonly unwatchable: readonly { readonly event: string; readonly why: string }[];
}

/** Which of the named events can be watched; without names, which of all events. */
export function watchableEvents(families: readonly EventFamily[], names: readonly string[]): WatchableEvents {
  const events: string[] = [];
  const unwatchable: { event: string; why: string }[] = [];
  for (const family of families) {
    if (names.length > 0 && !names.includes(family.event)) continue;
    const problem = versionsOf(family)
      .map((version) => unboundProblem(version.exchange, shapeOf(version)))
      .find((each) => each !== undefined);
    if (problem === undefined) events.push(family.event);
    else unwatchable.push({ event: family.event, why: problem.why });
  }
  return { events, unwatchable };
}
