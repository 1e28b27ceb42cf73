import type { EventFamily, LoadValidators } from "../../runtime/contract/event-version.js";
import type { Contract } from "../contract/contract.js";
import { wireVersion } from "../operate/wire-version.js";

/** A topology is made without any message. */
const unused: LoadValidators<unknown> = () => {
  throw new Error("a topology validates nothing");
};

/** The events of a contract as plans of publishers and consumers need them: without validators, which take long to load. */
export function routedFamilies(contract: Contract): readonly EventFamily[] {
  return contract.events.map((event) => ({
    event: event.name,
    versions: Object.fromEntries(
      event.versions.map((version) => [
        version.label,
        { ...wireVersion(contract, event, version), validators: unused },
      ]),
    ),
  }));
}
