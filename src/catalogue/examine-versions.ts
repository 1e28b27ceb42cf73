import { type Contract, type Event, schemasOfEvent } from "../contract/contract.js";
import type { Location } from "../contract/schema.js";
import { reachedFrom } from "../contract/schema-closure.js";
import type { SourceFile } from "../contract/source-file.js";
import { doAll, type ThreadWork } from "../threads/work-pool.js";
import type { ExaminedEvent, ExaminedVersion, PlainSource } from "./examine-event.js";

export type { ExaminedVersion } from "./examine-event.js";

/** Units of the pool that one version takes, about. */
const WEIGHT_OF_VERSION = 10;

/** An event is examined as a whole: what its versions have in common is compiled once. */
const examination: ThreadWork<ExaminedEvent, readonly ExaminedVersion[]> = {
  thread: new URL("./examine-thread.js", import.meta.url),
  load: async () => {
    const { examineEvent } = await import("./examine-event.js");
    return async (batch) => batch.map(examineEvent);
  },
  weightOf: ({ schemas }) => WEIGHT_OF_VERSION * schemas.length,
  batchSize: 1,
};

/**
 * Samples every version and the headers, and compares versions with the one before, on as many threads as there are
 * processors. Neither these nor the order of the work change a result. `progress` gets the number of events that are done.
 */
export async function examineVersions(
  { events, definitions }: Contract,
  progress: (done: number, all: number) => void = () => {},
): Promise<ReadonlyMap<Location, ExaminedVersion>> {
  const tasks = events.map((event) => taskOf(event, definitions));
  const results = await doAll(tasks, examination, (done) => progress(done, tasks.length));
  return new Map(
    events.flatMap((event, at) =>
      schemasOfEvent(event).flatMap(({ location }, index) => {
        const examined = results[at]?.[index];
        return examined === undefined ? [] : [[location, examined] as const];
      }),
    ),
  );
}

function taskOf(event: Event, definitions: Contract["definitions"]): ExaminedEvent {
  const schemas = schemasOfEvent(event);
  const reached = reachedFrom(
    schemas.map(({ location }) => location),
    definitions,
  );
  return {
    schemas: schemas.map(({ location, writer, label, source, examples }) => ({
      event: event.name,
      label,
      location,
      writer,
      isVersion: label !== event.headers?.label,
      source: plain(source),
      examples: examples.map((example) => ({ source: plain(example.source), valid: example.valid })),
    })),
    definitions: [...reached].flatMap((location) => definitions.get(location) ?? []),
  };
}

/** JSON under the file's own name, whatever its syntax is: a YAML file may hold JSON. */
function plain({ path, text }: SourceFile): PlainSource {
  return { path, text };
}
