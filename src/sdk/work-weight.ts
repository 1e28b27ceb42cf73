import type { Schema } from "../contract/schema.js";
import { countSubschemas } from "../contract/schema-size.js";
import type { SdkWork, SharedWork, ValidatorWork } from "./work.js";

/** This many subschemas or declarations take about as long as the fixed part of every task. */
const sizePerTask = 100;

/** How long a task takes, in tasks of small schemas. */
export function weightOf(work: SdkWork): number {
  if (work.kind === "types") return 1 + work.declarations.length / sizePerTask;
  const schemas = schemasOf(work);
  return 1 + countSubschemas(schemas) / sizePerTask;
}

function schemasOf(work: ValidatorWork | SharedWork): readonly Schema[] {
  if (work.kind === "shared")
    return work.task.modules
      .flatMap(({ bundles }) => [...bundles.values()])
      .map(({ root, definitions }) => definitions.get(root) ?? true);
  const { reader, writer } = work.task;
  return [reader, writer].flatMap((bundle) => [...(bundle?.definitions.values() ?? [])]);
}
