import { consumptionPointer } from "../contract/consumption-pointer.js";
import type { Consumption, Event, EventVersion } from "../contract/contract.js";
import type { SourceFile } from "../contract/source-file.js";
import { valueAt } from "../json/pointer.js";
import type { HitPlace } from "../rules/rule-hit.js";
import type { LintSubject } from "./lint-rule.js";

/** One event as one service reads it. */
export interface ConsumedEvent {
  readonly service: string;
  readonly event: Event;
  readonly consumption: Consumption;
  /** Where `contract.json` says so. */
  readonly pointer: string;
}

/** What the services of `contract.json` consume. */
export function consumedEvents({ contract }: LintSubject): ConsumedEvent[] {
  const events = new Map(contract.events.map((event) => [event.name, event]));
  return contract.services.flatMap(({ name, consumes }) =>
    [...consumes].flatMap(([eventName, consumption]) => {
      const event = events.get(eventName);
      const pointer = consumptionPointer(name, eventName);
      return event ? [{ service: name, event, consumption, pointer }] : [];
    }),
  );
}

/** `contract.json` and every `event.json`, as far as they are there. */
export function settingsFiles({ contract, sources }: LintSubject): SourceFile[] {
  const paths = ["contract.json", ...contract.events.map(({ folder }) => `${folder}/event.json`)];
  return paths.flatMap((path) => sources.get(path) ?? []);
}

/** The place of something that is missing in `event.json`: there, else in the newest version. */
export function eventPlace(subject: LintSubject, { folder, versions }: Event): HitPlace {
  const settings = `${folder}/event.json`;
  return { file: subject.sources.has(settings) ? settings : (versions.at(-1)?.source.path ?? settings) };
}

/** Where `event.json` says something of a version, such as its `sunset`; else the keyword of that name in the version's own file. */
export function versionPlace(
  { sources }: LintSubject,
  { folder }: Event,
  { label, source }: EventVersion,
  key: string,
): HitPlace {
  const settings = sources.get(`${folder}/event.json`);
  const pointer = `/versions/${label}/${key}`;
  if (settings && valueAt(settings.value, pointer) !== undefined) return { file: settings.path, pointer };
  return { file: source.path, pointer: `/${key}` };
}

/** True when a version may be gone: `sunset` is the last day on which it is promised. */
export function isPastSunset({ sunset }: EventVersion, { today }: LintSubject): boolean {
  return sunset !== undefined && sunset < today;
}
