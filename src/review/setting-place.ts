import type { Event } from "../contract/contract.js";
import { isObject, member } from "../json/json.js";
import type { HitPlace } from "../rules/rule-hit.js";
import type { Side } from "./review-rule.js";

/**
 * Where a setting of an event is written: in its `event.json`, else in `contract.json`, else the event's newest
 * version.
 */
export function settingPlace({ sources }: Side, event: Event, key: string): HitPlace {
  for (const file of [`${event.folder}/event.json`, "contract.json"]) {
    const value = sources.get(file)?.value;
    if (isObject(value) && member(value, key) !== undefined) return { file, pointer: `/${key}` };
  }
  return { file: event.versions.at(-1)?.source.path ?? event.folder };
}
