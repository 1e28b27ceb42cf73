import type { Event, EventVersion } from "../contract/contract.js";
import type { ReviewSubject } from "./review-rule.js";

/** A version that only the new contract has. */
export interface AddedVersion {
  readonly event: Event;
  readonly version: EventVersion;
  /** The newest version that is older, of those that are there now. */
  readonly before: EventVersion | undefined;
  /** The highest number that the event had. */
  readonly newest: number;
}

/** Versions that were added to events which both contracts have. */
export function addedVersions({ kept, renamed }: ReviewSubject): readonly AddedVersion[] {
  return [...kept, ...renamed].flatMap(({ old, new: event }) => {
    const known = new Set(old.versions.map(({ number }) => number));
    const newest = Math.max(0, ...known);
    return event.versions.flatMap((version, index) =>
      known.has(version.number) ? [] : [{ event, version, before: event.versions[index - 1], newest }],
    );
  });
}
