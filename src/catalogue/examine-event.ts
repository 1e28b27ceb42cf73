import { compareLoaded, type SchemaComparison } from "../compare.js";
import type { EventVersion } from "../contract/contract.js";
import type { LoadedSchema } from "../contract/load-schema.js";
import { trustSource } from "../contract/parse-source.js";
import type { Definition } from "../contract/schema.js";
import type { SourceFile } from "../contract/source-file.js";
import { type SampledEvents, sampleEvents } from "../samples/index.js";

/** What takes long to find out of one version. */
export interface ExaminedVersion {
  readonly sample: SampledEvents;
  /** With the version before it; `undefined` for the first. */
  readonly comparison: SchemaComparison | undefined;
}

/** An event with all that its versions refer to, as plain data that can go to another thread. */
export interface ExaminedEvent {
  /** Oldest first. */
  readonly versions: readonly PlainVersion[];
  readonly definitions: readonly Definition[];
}

/** A version whose files are texts, since sources hold functions. */
export interface PlainVersion extends Omit<EventVersion, "source" | "examples"> {
  readonly source: PlainSource;
  readonly examples: readonly { readonly source: PlainSource; readonly valid: boolean }[];
}

/** A file that was found free of errors. */
export interface PlainSource {
  readonly path: string;
  /** JSON. */
  readonly text: string;
}

/**
 * Samples each version of an event, and compares it with the one before it. Schemas are compiled whole: versions have
 * most of theirs in common, and a sample needs all of it.
 */
export function examineEvent({ versions, definitions }: ExaminedEvent): readonly ExaminedVersion[] {
  const known = new Map(definitions.map((definition) => [definition.location, definition]));
  const all = versions.map(
    (version): EventVersion => ({
      ...version,
      source: sourceOf(version.source),
      examples: version.examples.map(({ source, valid }) => ({ source: sourceOf(source), valid })),
    }),
  );
  return all.map((version, index) => {
    const loaded = ({ source, location, writer }: EventVersion): LoadedSchema => {
      return { source, location, definitions: known, writer };
    };
    const sample = sampleEvents(version, { definitions: known });
    const before = all[index - 1];
    const comparison =
      before === undefined
        ? undefined
        : compareLoaded(loaded(before), loaded(version), { compiledPart: "whole" });
    return { sample, comparison };
  });
}

function sourceOf({ path, text }: PlainSource): SourceFile {
  return trustSource(path, text);
}
