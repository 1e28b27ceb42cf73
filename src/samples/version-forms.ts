import { valid } from "../compat/prove/atom.js";
import { Budget } from "../compat/prove/budget.js";
import { type Goal, goalOf } from "../compat/prove/goal.js";
import type { Node } from "../compat/prove/node.js";
import { NodeTable } from "../compat/prove/node-table.js";
import { Solver } from "../compat/prove/solver.js";
import { type Bundle, readerBundle } from "../contract/bundle.js";
import { writerBundle } from "../contract/close-schema.js";
import type { Contract, EventSchema } from "../contract/contract.js";
import type { MessageRole } from "../contract/message-role.js";
import type { Json } from "../json/json.js";
import { compileQuickly } from "../validators/compile-quickly.js";
import type { CompiledValidator } from "../validators/compiled-validator.js";
import { emptyPlace } from "./empty-place.js";
import type { SampledEvents } from "./sampled-events.js";

/** A version as samples are made of it. */
export interface VersionForms {
  readonly solver: Solver;
  readonly all: Budget;
  readonly reader: Bundle;
  readonly readerNode: Node;
  /** What a sample has to be. */
  readonly goal: Goal;
  /** The least that is so. */
  readonly base: Json;
  /** Compiled by ajv from the same form. */
  readonly validate: CompiledValidator;
}

/** Milliseconds of a usual machine for the search for a first instance, counted as steps. */
const FIRST_MS = 2_000;
/** Of all together; what is made counts for itself before. */
const ALL_MS = 10_000_000;

/** The forms of a version with an instance, or why there is none. Throws what `undecided` explains. */
export function versionForms(
  version: EventSchema,
  { definitions }: Pick<Contract, "definitions">,
  role: MessageRole,
): VersionForms | Exclude<SampledEvents, { readonly kind: "samples" }> {
  const { location, writer: allowed } = version;
  const all = new Budget(ALL_MS);
  const budget = new Budget(FIRST_MS, all);
  const table = new NodeTable({ bySamples: true });
  table.meter = budget;
  const reader = readerBundle(location, definitions);
  const readerNode = table.add(reader);
  const solver = new Solver(table, budget);
  const isPublished = role === "publisher";
  const closed = isPublished
    ? writerBundle(location, definitions, { writer: allowed, unions: "alternatives", work: budget })
    : reader;
  const node = closed.root === location ? readerNode : table.add(closed);
  const goal = goalOf([valid(node)]);
  const answer = solver.find(goal);
  if (answer.kind === "unknown") return { ...answer, where: writtenPlace(answer.where, location) };
  if (answer.kind === "none") {
    if (node !== readerNode && solver.find(goalOf([valid(readerNode)])).kind === "instance")
      return { kind: "unsatisfiable", where: location, why: onlyReaders };
    return { kind: "unsatisfiable", where: emptyPlace(readerNode, solver) || location, why: noInstance };
  }
  const written = sentForm(version, definitions, role);
  return { solver, all, reader, readerNode, goal, base: answer.value, validate: compileQuickly(written) };
}

/** What ajv compiles to try an event on. */
export function sentForm(
  { location, writer }: EventSchema,
  definitions: Contract["definitions"],
  role: MessageRole,
): Bundle {
  return role === "publisher"
    ? writerBundle(location, definitions, { writer })
    : readerBundle(location, definitions);
}

/** The place in the schema as it is written: definitions of the closed form have names of their own. */
function writtenPlace(where: string, location: string): string {
  const place = where.replace(/^(?:closed|written) /, "");
  return /^(?:part|all) \d/.test(place) || !place.includes("#") ? location : place;
}

const noInstance = "no value is valid under this schema";
const onlyReaders =
  "consumers would accept some events, but none with only declared properties, which is what publishers send";
