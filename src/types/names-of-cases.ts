import type { Location, Schema, SchemaObject } from "../contract/schema.js";
import type { Alternatives, Choices } from "./alternatives.js";
import { anythingOf, conjoin, type KnownNames } from "./conjunct.js";
import { describedBeside, type NamesInPlace, namesInPlace } from "./names-in-place.js";
import { unknownType } from "./type-expression.js";
import { kindBit } from "./value-kinds.js";

/** What is known of the names of members in the cases of a schema. */
export interface NamesOfCases {
  /** The names that a definition declares, in any of its cases. */
  readonly namesOf: (location: Location) => readonly string[];
  /** The names that a schema declares, in any of its cases. */
  readonly declaredIn: (schema: Schema) => readonly string[];
  /**
   * What is known of the names in branches that become one. A name that nothing else describes is not accepted where no
   * branch does, unless an object may have any members. (Where a further schema beside a reference to this one
   * describes it in another way, its type can be too narrow for what readers get.)
   */
  readonly namesBeside: (root?: Schema, branches?: readonly Schema[]) => KnownNames;
  /**
   * Choices with the names that no case describes: those that are accepted in every case, though only one mentions
   * them, and those of cases that cannot occur, which readers may look for.
   */
  readonly withMentioned: (choices: Choices, root: Schema, isFree: boolean) => Choices;
}

/** Reads names in cases. `mayBeFree` says whether an object may have any members in a case that declares none. */
export function newNamesOfCases(
  resolve: (location: Location) => Schema,
  mayBeFree: (schema: Schema) => boolean,
): NamesOfCases {
  const named = new WeakMap<SchemaObject, NamesInPlace>();

  function withMentioned(choices: Choices, root: Schema, isFree: boolean): Choices {
    const { common, alternatives } = choices;
    if (!(common.kinds & kindBit("object")) || !hasCases(root)) return choices;
    const { described, mentioned } = namesBesideEachOther(root);
    const isOpen = !common.object?.closed && (common.object?.maps ?? []).length === 0;
    const shown = isOpen ? namesIn([common, ...alternatives]) : undefined;
    const names = [
      ...(isFree ? [] : mentioned),
      ...(shown === undefined ? [] : described.filter((name) => !shown.has(name))),
    ];
    if (names.length === 0) return choices;
    const members = new Map(
      names.map((name) => [name, { name, type: unknownType, required: false, doc: [] }] as const),
    );
    const object = { members, maps: [], closed: false, declares: false };
    return { common: conjoin(common, { ...anythingOf(common.kinds), object }) ?? common, alternatives };
  }

  /** The names that cases show, or the definitions that they refer to. */
  function namesIn(cases: Alternatives): ReadonlySet<string> {
    const names = new Set<string>();
    for (const { object, references } of cases) {
      for (const name of object?.members.keys() ?? []) names.add(name);
      for (const map of object?.maps ?? []) for (const { name } of map.members) names.add(name);
      for (const location of references) for (const name of namesOf(location)) names.add(name);
    }
    return names;
  }

  function namesBeside(root: Schema = true, branches: readonly Schema[] | undefined = undefined): KnownNames {
    const others =
      branches === undefined || mayBeFree(root) ? undefined : describedBeside(root, branches, resolve);
    return { of: namesOf, areOwn: (name) => others !== undefined && !others.has(name) };
  }

  function namesOf(location: Location): readonly string[] {
    return declaredIn(resolve(location));
  }

  function declaredIn(schema: Schema): readonly string[] {
    const { described, mentioned, hasPatterns } = namesBesideEachOther(schema);
    return described.length > 0 || hasPatterns ? [...described, ...mentioned] : [];
  }

  function namesBesideEachOther(schema: Schema): NamesInPlace {
    if (typeof schema === "boolean") return namesInPlace(schema, resolve);
    const names = named.get(schema) ?? namesInPlace(schema, resolve);
    named.set(schema, names);
    return names;
  }

  return { namesOf, declaredIn, namesBeside, withMentioned };
}

/** Whether a schema holds others that apply in some cases only. */
function hasCases(schema: Schema): boolean {
  if (typeof schema === "boolean") return false;
  const { anyOf, oneOf, if: condition, dependentSchemas, allOf = [] } = schema;
  return (
    [anyOf, oneOf, condition, dependentSchemas].some((part) => part !== undefined) || allOf.some(hasCases)
  );
}
