import { compareLoaded, type SchemaComparison } from "../compat/compare.js";
import type { EventSchema } from "../contract/contract.js";
import type { LoadedSchema } from "../contract/load-schema.js";
import { trustSource } from "../contract/parse-source.js";
import type { Definition } from "../contract/schema.js";
import type { SourceFile } from "../contract/source-file.js";
import { type SampledEvents, sampleEvents } from "../samples/index.js";

/** The sample of one version and its comparison, which take long to make. */
export interface ExaminedVersion {
  readonly sample: SampledEvents;
  /** With the version before it; `undefined` for the first. */
  readonly comparison: SchemaComparison | undefined;
}

/** An event with all that its versions refer to, as plain data that can go to another thread. */
export interface ExaminedEvent {
  /** The versions, oldest first, and the declared headers as the last one. */
  readonly schemas: readonly CopiedSchema[];
  readonly definitions: readonly Definition[];
}

/** A version, or the headers, whose files are texts, since sources hold functions. */
export interface CopiedSchema extends Omit<EventSchema, "source" | "examples"> {
  readonly isVersion: boolean;
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
 * Samples each schema of an event, and compares each version with the one before it. Schemas are compiled whole: versions
 * have most of theirs in common, and a sample needs all of it.
 */
export function examineEvent({ schemas, definitions }: ExaminedEvent): readonly ExaminedVersion[] {
  const known = new Map(definitions.map((definition) => [definition.location, definition]));
  const loaded = ({ source, location, writer }: CopiedSchema): LoadedSchema => {
    return { source: sourceOf(source), location, definitions: known, writer };
  };
  return schemas.map((schema, index) => {
    const examples = schema.examples.map(({ source, valid }) => ({ source: sourceOf(source), valid }));
    const sample = sampleEvents(
      { ...schema, source: sourceOf(schema.source), examples },
      { definitions: known },
    );
    const before = schemas[index - 1];
    const comparison =
      before === undefined || !schema.isVersion
        ? undefined
        : compareLoaded(loaded(before), loaded(schema), { compiledPart: "whole" });
    return { sample, comparison };
  });
}

function sourceOf({ path, text }: PlainSource): SourceFile {
  return trustSource(path, text);
}
