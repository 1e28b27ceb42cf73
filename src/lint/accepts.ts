import { isValid } from "../compat/evaluate.js";
import type { Node } from "../compat/node.js";
import { NodeTable } from "../compat/node-table.js";
import { canonicalize } from "../contract/canonicalize.js";
import { locationOf } from "../contract/collect-definitions.js";
import type { Json } from "../contract/json.js";
import { buildRegistry, type Registry } from "../contract/registry.js";
import type { Location, Schema } from "../contract/schema.js";
import type { LintSubject } from "./lint-rule.js";
import type { PlacedSchema } from "./placed-schema.js";

/** What evaluating schemas of one contract shares. */
interface Evaluation {
  readonly registry: Registry;
  readonly table: NodeTable;
  readonly definitions: Map<Location, Schema>;
  readonly nodes: Map<PlacedSchema, Node>;
}

const known = new WeakMap<LintSubject, Evaluation>();

/** Whether the schema at a place, with everything that it refers to, takes a value. */
export function accepts(subject: LintSubject, placed: PlacedSchema, value: Json): boolean {
  const evaluation = known.get(subject) ?? newEvaluation(subject);
  known.set(subject, evaluation);
  const node = evaluation.nodes.get(placed) ?? nodeOf(placed, evaluation);
  evaluation.nodes.set(placed, node);
  return isValid(node, value);
}

function newEvaluation({ contract, sources }: LintSubject): Evaluation {
  const paths = new Set([...contract.definitions.values()].map(({ path }) => path));
  return {
    registry: buildRegistry(
      [...paths].flatMap((path) => sources.get(path) ?? []),
      { paths: new Set(sources.keys()), unreadable: new Set() },
    ),
    table: new NodeTable(),
    definitions: new Map([...contract.definitions].map(([location, { schema }]) => [location, schema])),
    nodes: new Map(),
  };
}

/** The contract holds whatever a `$ref` leads to, but a schema in the middle of a file only inside its definition. */
function nodeOf({ source, pointer, schema, outer }: PlacedSchema, evaluation: Evaluation): Node {
  const { registry, table, definitions } = evaluation;
  const root = locationOf(source.path, pointer);
  if (!definitions.has(root)) {
    const canonical = canonicalize(
      schema,
      { source, place: outer },
      {
        registry,
        findings: [],
        refer: (target) => locationOf(target.source.path, target.place.pointer),
        referDynamically: () => {},
        referUnread: () => {},
      },
    );
    definitions.set(root, canonical);
  }
  return table.add({ root, definitions });
}
