import type { Event, EventVersion } from "../contract/contract.js";
import { nextLabels, styleOf } from "../contract/version-label.js";
import type { ReviewSubject } from "./review-rule.js";

/** A version that is only in the new contract. */
export interface AddedVersion {
  readonly event: Event;
  readonly version: EventVersion;
  /** The newest older version among the current ones. */
  readonly before: EventVersion | undefined;
  /** The newest version that the event had, if labelled in the same style. */
  readonly newest: EventVersion | undefined;
}

/** Whether a version's label follows that of the version before it. */
export function isNext({ version, before }: AddedVersion): boolean {
  return before !== undefined && nextLabels(before.label).includes(version.label);
}

/** Versions that were added to events that are in both contracts. */
export function addedVersions({ kept, renamed }: ReviewSubject): readonly AddedVersion[] {
  return [...kept, ...renamed].flatMap(({ old, new: event }) => {
    const known = new Set(old.versions.map(({ label }) => label));
    const last = old.versions.at(-1);
    // A contract that changed its label style starts to count again.
    const isSameStyle = last !== undefined && styleOf(last.label) === styleOf(event.versions[0]?.label ?? "");
    const newest = isSameStyle ? last : undefined;
    return event.versions.flatMap((version, index) =>
      known.has(version.label) ? [] : [{ event, version, before: event.versions[index - 1], newest }],
    );
  });
}
