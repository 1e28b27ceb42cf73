import type { Location, Schema } from "../contract/schema.js";
import { saysOfItems } from "./array-type.js";
import { canFailVisibly } from "./conditions.js";
import { type InPlacePart, newInPlaceFacts } from "./in-place-facts.js";
import { enumeratedValues } from "./kind-types.js";
import { saysOfMembers } from "./object-type.js";
import type { Scalar } from "./scalar-validity.js";
import { allKinds, type KindSet, kindBit } from "./value-kinds.js";

/** Finds the kinds of values of which the type of a definition says nothing but that they are of that kind. */
export function newPlainKinds(
  resolve: (location: Location) => Schema,
  kindsOf: (schema: Schema) => KindSet,
  listedOf: (schema: Schema) => readonly Scalar[] | undefined,
): (location: Location) => KindSet {
  const described = newInPlaceFacts(resolve, describedKinds);

  /** The kinds of values of which a schema says something. */
  function describedKinds(
    schema: Schema,
    referred: KindSet | undefined,
    parts: readonly InPlacePart<KindSet>[],
  ): KindSet {
    if (typeof schema === "boolean") return 0;
    if (enumeratedValues(schema) !== undefined) return allKinds;
    let set: KindSet = schema.$ref === undefined ? 0 : (referred ?? allKinds);
    if (saysOfMembers(schema, listedOf)) set |= kindBit("object");
    if (saysOfItems(schema)) set |= kindBit("array");
    for (const { keyword, fact } of parts) if (keyword === "allOf") set |= fact;
    for (const choice of choicesOf(parts)) {
      // A case of which nothing is said makes the type of the union `unknown`.
      if (choice.some(({ kinds, described }) => kinds === allKinds && described === 0)) continue;
      for (const { described } of choice) set |= described;
    }
    return set;
  }

  /** The choices that a schema's own keywords leave, each with its cases. */
  function choicesOf(parts: readonly InPlacePart<KindSet>[]): Case[][] {
    const of = (wanted: string): InPlacePart<KindSet>[] => parts.filter(({ keyword }) => keyword === wanted);
    const caseOf = ({ part, fact }: InPlacePart<KindSet>): Case => ({
      kinds: kindsOf(part),
      described: fact,
    });
    const choices = [of("anyOf").map(caseOf), of("oneOf").map(caseOf)];
    const [condition] = of("if");
    if (condition !== undefined) {
      const [met = anything] = of("then").map(caseOf);
      const [unmet = anything] = of("else").map(caseOf);
      const fails = canFailVisibly(condition.part, resolve);
      choices.push([
        { kinds: met.kinds & kindsOf(condition.part), described: met.described | condition.fact },
        { kinds: unmet.kinds, described: unmet.described | (fails ? kindBit("object") : 0) },
      ]);
    }
    for (const { part, fact } of of("dependentSchemas")) {
      choices.push([
        { kinds: kindBit("object") & kindsOf(part), described: fact | kindBit("object") },
        { kinds: allKinds, described: kindBit("object") },
      ]);
    }
    return choices.filter((choice) => choice.length > 0);
  }

  return (location) => allKinds & ~described({ $ref: location });
}

/** One way to satisfy a schema: the kinds that it accepts, and those of which it says something. */
interface Case {
  readonly kinds: KindSet;
  readonly described: KindSet;
}

const anything: Case = { kinds: allKinds, described: 0 };
