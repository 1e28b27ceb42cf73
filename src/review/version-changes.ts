import type { Event, EventVersion } from "../contract/contract.js";
import { nextLabels, styleOf } from "../contract/version-label.js";
import type { ReviewSubject } from "./review-rule.js";

/** A version that only the new contract has. */
export interface AddedVersion {
  readonly event: Event;
  readonly version: EventVersion;
  /** The newest version that is older, of those that are there now. */
  readonly before: EventVersion | undefined;
  /** The newest version that the event had, if it was labelled in the same style. */
  readonly newest: EventVersion | undefined;
}

/** True when a version's label is a next one of the version before it. */
export function isNext({ version, before }: AddedVersion): boolean {
  return before !== undefined && nextLabels(before.label).includes(version.label);
}

/** Versions that were added to events which both contracts have. */
export function addedVersions({ kept, renamed }: ReviewSubject): readonly AddedVersion[] {
  return [...kept, ...renamed].flatMap(({ old, new: event }) => {
    const known = new Set(old.versions.map(({ label }) => label));
    const last = old.versions.at(-1);
    // A contract that changed how it labels versions starts to count again.
    const isSameStyle = last !== undefined && styleOf(last.label) === styleOf(event.versions[0]?.label ?? "");
    const newest = isSameStyle ? last : undefined;
    return event.versions.flatMap((version, index) =>
      known.has(version.label) ? [] : [{ event, version, before: event.versions[index - 1], newest }],
    );
  });
}
