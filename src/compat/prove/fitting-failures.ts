import { failureMessage } from "../../../runtime/validate/failure-message.js";
import { isObject, type Json } from "../../json/json.js";
import { joinPointer } from "../../json/pointer.js";
import type { ExampleFailure } from "../../validators/compile-task.js";
import { holds, isValid, itemAt, membersAt, type StepCount } from "./evaluate.js";
import type { Node, Part } from "./node.js";
import { nodeShape } from "./node-shape.js";
import { typeOf } from "./type-set.js";

/** Where something fails, and the message about it, or how that begins. */
type Reason = { readonly pointer: string } & ({ readonly message: string } | { readonly start: string });

/** Reasons that are looked at; a message that fails for more is not read to its end anyway. */
const MOST_REASONS = 200;

/**
 * Of what validators say about a value, what concerns the alternatives that were meant: of a failing union that one whose
 * discriminator fits, else the closest. All of it where nothing else is left.
 */
export function fittingFailures(
  failures: readonly ExampleFailure[],
  node: Node,
  value: Json,
  work: StepCount,
): readonly ExampleFailure[] {
  if (failures.length < 2) return failures;
  const reasons = nodeFails(node, value, "", work).slice(0, MOST_REASONS);
  const fitting = failures.filter(newFits(reasons));
  const telling = fitting.filter(({ message }) => !unions.has(message));
  return telling.length > 0 ? telling : fitting.length > 0 ? fitting : failures;
}

function newFits(reasons: readonly Reason[]): (failure: ExampleFailure) => boolean {
  const messages = new Map<string, Set<string>>();
  const starts = new Map<string, Set<string>>();
  for (const reason of reasons) {
    const [of, text] = "start" in reason ? [starts, reason.start] : [messages, reason.message];
    of.set(reason.pointer, (of.get(reason.pointer) ?? new Set()).add(text));
  }
  return ({ pointer, message }) =>
    messages.get(pointer)?.has(message) === true ||
    [...(starts.get(pointer) ?? [])].some((start) => message.startsWith(start));
}

const unions: ReadonlySet<string> = new Set([failureMessage("anyOf", {}), failureMessage("oneOf", {})]);

function nodeFails(node: Node, value: Json, pointer: string, work: StepCount): readonly Reason[] {
  const reasons = node.parts.flatMap((part) =>
    holds(part, value, work) ? [] : partFails(part, value, pointer, work),
  );
  return reasons.length === 0 && !isValid(node, value, work) ? [{ pointer, start: "" }] : reasons;
}

function partFails(part: Part, value: Json, pointer: string, work: StepCount): readonly Reason[] {
  switch (part.kind) {
    case "allOf":
      return part.nodes.flatMap((node) => nodeFails(node, value, pointer, work));
    case "anyOf":
    case "oneOf": {
      const isNone = !part.nodes.some((node) => isValid(node, value, work));
      return isNone
        ? closest(part.nodes, value, pointer, work)
        : [{ pointer, start: "must match exactly one" }];
    }
    case "if":
      return nodeFails(isValid(part.condition, value, work) ? part.met : part.unmet, value, pointer, work);
    case "dependent":
      return nodeFails(part.node, value, pointer, work);
    case "required":
      return part.names
        .filter((name) => !Object.hasOwn(value as object, name))
        .map((name) => ({ pointer, message: failureMessage("required", { missingProperty: name }) }));
    case "members":
      return Object.entries(isObject(value) ? value : {}).flatMap(([name, inner]) =>
        membersAt(part, name, work).flatMap((node) => {
          const message = failureMessage("additionalProperties", { additionalProperty: name });
          const isRefused = node === part.additional && isNothing(node);
          return isRefused
            ? [{ pointer, message }]
            : nodeFails(node, inner, joinPointer(pointer, name), work);
        }),
      );
    case "items":
      return (Array.isArray(value) ? value : []).flatMap((item, index) => {
        const node = itemAt(part, index);
        if (node === undefined) return [];
        if (node === part.rest && isNothing(node)) return [{ pointer, start: "must have at most" }];
        return nodeFails(node, item as Json, joinPointer(pointer, index), work);
      });
    case "type": {
      const [only, ...others] = part.set.types;
      const name = only === "number" && part.set.whole ? "integer" : only;
      return others.length > 0
        ? [{ pointer, start: "must be " }]
        : [{ pointer, message: failureMessage("type", { type: name }) }];
    }
    case "enum":
      return [{ pointer, start: part.values.length > 1 ? "must be one of" : "must be " }];
    case "minimum":
      return [{ pointer, start: part.exclusive ? "must be greater" : "must be at least" }];
    case "maximum":
      return [{ pointer, start: part.exclusive ? "must be less" : "must be at most" }];
    default:
      return [{ pointer, start: beginnings[part.kind] }];
  }
}

/** Parts whose failure is one message at the value itself. */
type PlainPart = Exclude<
  Part,
  {
    readonly kind:
      | "allOf"
      | "anyOf"
      | "oneOf"
      | "if"
      | "dependent"
      | "required"
      | "members"
      | "items"
      | "type"
      | "enum"
      | "minimum"
      | "maximum";
  }
>;

/** How messages about these keywords begin. */
const beginnings: Readonly<Record<PlainPart["kind"], string>> = {
  multipleOf: "must be a multiple",
  minLength: "must have at least",
  minItems: "must have at least",
  minProperties: "must have at least",
  maxLength: "must have at most",
  maxItems: "must have at most",
  maxProperties: "must have at most",
  pattern: "must match pattern",
  format: "must match format",
  uniqueItems: "must not have duplicate",
  contains: "must contain",
  propertyNames: "must ",
  not: "must not match",
  never: "is not allowed",
};

function isNothing({ parts }: Node): boolean {
  return parts.some(({ kind }) => kind === "never");
}

/** Of alternatives of which none takes the value, how the one fails of which the fewest constants are others. */
function closest(nodes: readonly Node[], value: Json, pointer: string, work: StepCount): readonly Reason[] {
  const distances = nodes.map((node) => distance(node, value, work));
  const least = Math.min(...distances);
  const near = nodes.filter((_, index) => distances[index] === least);
  const found = near.map((node) => nodeFails(node, value, pointer, work));
  return found.reduce((best, each) => (each.length < best.length ? each : best));
}

const OTHER_TYPE = 1_000;

/** How many of the values that an alternative lists, as of its discriminator, are others in the value. */
function distance(node: Node, value: Json, work: StepCount): number {
  const { types, members, prefix, required, unions: inner } = nodeShape(node);
  if (!types.has(typeOf(value))) return OTHER_TYPE;
  const isOther = (nodes: readonly Node[], of: Json | undefined): boolean =>
    nodes.some(
      (each) => nodeShape(each).values !== undefined && (of === undefined || !isValid(each, of, work)),
    );
  let others = 0;
  if (isObject(value)) {
    for (const [name, nodes] of members) {
      const has = Object.hasOwn(value, name);
      if ((has || required.has(name)) && isOther(nodes, has ? value[name] : undefined)) others += 1;
    }
  } else if (Array.isArray(value)) {
    for (const [index, nodes] of prefix)
      if (index < value.length && isOther(nodes, value[index])) others += 1;
  }
  const nested = inner.map((nodes) => Math.min(...nodes.map((each) => distance(each, value, work))));
  return others + nested.reduce((sum, each) => sum + each, 0);
}
