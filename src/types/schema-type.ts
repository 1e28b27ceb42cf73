import type { Location, Schema } from "../contract/schema.js";
import { newChoicesOf } from "./choices-of.js";
import { listedReader } from "./listed-reader.js";
import { newNamesOfCases } from "./names-of-cases.js";
import { newFreedom } from "./object-freedom.js";
import { newOwnKeywords } from "./own-conjunct.js";
import { newRenderer } from "./render-conjunct.js";
import { neverType, type TypeExpression } from "./type-expression.js";
import { kindReader } from "./value-kinds.js";

/** Turns canonical schemas into types. */
export type Typer = (schema: Schema) => TypeExpression;

/**
 * Makes types that never lie: every value that the schema accepts is assignable to its type, and every message that a
 * publisher may send is, too, as a literal in its code. What TypeScript cannot say (bounds, patterns, `not`) makes the
 * type wider; no member that some branch names is left out. References become names.
 */
export function newTyper(resolve: (location: Location) => Schema): Typer {
  const kindsOf = kindReader(resolve);
  const listedOf = listedReader(resolve);
  const mayBeFree = newFreedom(resolve, kindsOf);
  const { namesOf, declaredIn, namesBeside, withMentioned } = newNamesOfCases(resolve, mayBeFree);
  const { ownConjunct, mapsOf } = newOwnKeywords(resolve, kindsOf, listedOf, typeOf);
  const { render, renderBeside } = newRenderer(resolve, kindsOf, listedOf, namesOf, mapsOf);
  const choicesOf = newChoicesOf({ resolve, kindsOf, listedOf, ownConjunct, namesBeside, renderBeside });

  function typeOf(schema: Schema): TypeExpression {
    const choices = choicesOf(schema, kindsOf(schema), [schema]);
    if (choices === undefined) return neverType;
    const isFree = mayBeFree(schema);
    const type = render(withMentioned(choices, schema, isFree), isFree);
    const names = type.kind === "unknown" ? declaredIn(schema) : [];
    return names.length > 0 ? { kind: "unknown", names } : type;
  }

  return typeOf;
}
