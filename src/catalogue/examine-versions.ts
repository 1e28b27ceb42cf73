import { compareLoaded, type SchemaComparison } from "../compare.js";
import type { Contract, EventVersion } from "../contract/contract.js";
import type { LoadedSchema } from "../contract/load-schema.js";
import type { Location } from "../contract/schema.js";
import { type SampledEvents, sampleEvents } from "../samples/index.js";

/** What takes long to find out of one version. */
export interface ExaminedVersion {
  readonly sample: SampledEvents;
  /** With the version before it; `undefined` for the first. */
  readonly comparison: SchemaComparison | undefined;
}

/** Samples every version, and compares it with the one before it. */
export async function examineVersions(
  contract: Contract,
  progress: (done: number, all: number) => void = () => {},
): Promise<ReadonlyMap<Location, ExaminedVersion>> {
  const examined = new Map<Location, ExaminedVersion>();
  const all = contract.events.reduce((sum, { versions }) => sum + versions.length, 0);
  for (const { versions } of contract.events) {
    for (const [index, version] of versions.entries()) {
      const before = versions[index - 1];
      const comparison =
        before === undefined ? undefined : compareLoaded(loaded(before, contract), loaded(version, contract));
      examined.set(version.location, { sample: sampleEvents(version, contract), comparison });
      progress(examined.size, all);
    }
  }
  return examined;
}

function loaded({ source, location, writer }: EventVersion, { definitions }: Contract): LoadedSchema {
  return { source, location, definitions, writer };
}
