import { countSubschemas } from "../contract/schema-size.js";
import type { Work } from "./work.js";

/** So many subschemas, or declarations, take about as long as what every task does. */
const sizePerTask = 100;

/** How long a task takes, in tasks of small schemas. */
export function weightOf(work: Work): number {
  if (work.kind === "types") return 1 + work.declarations.length / sizePerTask;
  const { reader, writer } = work.task;
  const schemas = [reader, writer].flatMap((bundle) => [...(bundle?.definitions.values() ?? [])]);
  return 1 + countSubschemas(schemas) / sizePerTask;
}
