import { compareLoaded } from "../compat/compare.js";
import type { QuestionOptions as Questions } from "../compat/compare-schemas.js";
import type { Event, EventHeaders } from "../contract/contract.js";
import type { LoadedSchema } from "../contract/load-schema.js";
import type { Schema } from "../contract/schema.js";
import type { SourceFile } from "../contract/source-file.js";
import type { Json } from "../json/json.js";
import { valueAt } from "../json/pointer.js";
import type { HeaderChange, HeaderDeclaration, Pair, ReviewHit, ReviewSubject, Side } from "./review-rule.js";
import { compareVersions, isUntouched, loaded } from "./schema-changes.js";
import { breakOf, rolloutOf } from "./schema-rule.js";
import { consumersOf, publishersOf, together } from "./services.js";

/** The differences between the headers that an event declares on both sides. */
export function headerChanges(
  old: Side,
  now: Side,
  { old: { headers: before }, new: event }: Pair<Event>,
  questions: Questions,
): readonly HeaderChange[] {
  const { headers } = event;
  if (before === undefined || headers === undefined || isUntouched(old, before, now, headers)) return [];
  const { changes } = compareVersions(old, before, now, headers, questions);
  if (changes.length > 0) return changes.map((change) => ({ event, headers, change }));
  const isOther = JSON.stringify(writtenHeaders(before)) !== JSON.stringify(writtenHeaders(headers));
  return isOther ? [{ event, headers, change: undefined }] : [];
}

function writtenHeaders({ source, location }: EventHeaders): Json | undefined {
  return valueAt(source.value, location.slice(location.indexOf("#") + 1));
}

/** The effect of adding or removing an event's header declaration: without one, any strings may be sent. */
export function headerDeclaration(
  old: Side,
  now: Side,
  events: Pair<Event>,
  questions: Questions,
): HeaderDeclaration | undefined {
  const { old: before, new: after } = events;
  if (before.headers === undefined && after.headers !== undefined) {
    const { headers } = after;
    const { backward, forward } = compareLoaded(free(headers.source), loaded(now, headers), questions);
    return { kind: "added", events, headers, ...answers({ backward, forward }) };
  }
  if (before.headers !== undefined && after.headers === undefined) {
    const { headers } = before;
    const { backward, forward } = compareLoaded(loaded(old, headers), free(headers.source), questions);
    return { kind: "removed", events, headers, ...answers({ backward, forward }) };
  }
  return undefined;
}

type Answers = Pick<HeaderDeclaration, "backward" | "forward">;

function answers({ backward, forward }: { [Key in keyof Answers]: Answers[Key] | undefined }): Answers {
  return { ...(backward && { backward }), ...(forward && { forward }) };
}

/** Any headers: an event without a declaration. */
function free(source: SourceFile): LoadedSchema {
  const location = "any headers";
  const schema: Schema = { type: ["object"], additionalProperties: { type: ["string"] } };
  const definition = { location, path: source.path, pointer: "", schema };
  return { source, location, definitions: new Map([[location, definition]]) };
}

/** The texts that all header rules share. */
export function headersHit(
  { old, new: now }: ReviewSubject,
  event: string,
  { backward, forward }: Answers,
): Pick<ReviewHit, "event" | "breaks" | "rollout" | "services"> {
  return {
    event,
    breaks: [...breakOf("backward", backward), ...breakOf("forward", forward)],
    rollout: rolloutOf({ ...(backward && { backward }), ...(forward && { forward }) }),
    services: together(
      ...[old, now].flatMap(({ contract }) => [consumersOf(contract, event), publishersOf(contract, event)]),
    ),
  };
}
