import type { Contract, Event, EventVersion } from "../contract/contract.js";
import { publicationState } from "../contract/publication.js";
import type { VersionStatus } from "./model.js";

/** Where a version is in its life, by what the contract says; the day of today plays no part. */
export function versionStatus(
  { deprecated, label, replacedBy, sunset }: EventVersion,
  event: Event,
  contract: Pick<Contract, "events" | "services">,
): VersionStatus {
  const stateOf = (version: string) => publicationState(contract, event.name, version);
  const current = event.versions.findLast((each) => !each.deprecated && stateOf(each.label) !== "not-yet");
  const state = stateOf(label);
  const publication = state === "not-yet" || state === "no-longer" ? state : undefined;
  const kind = deprecated
    ? "deprecated"
    : current?.label === label
      ? "current"
      : state === "not-yet"
        ? "upcoming"
        : "supported";
  return { kind, sunset, replacedBy, publication };
}
