import { ts } from "ts-morph";
import type { PayloadStep } from "../findings/finding.js";

/** The declarations and types along a path through a type. */
export interface WalkedPath {
  /** The declarations of the path's last property. */
  readonly ends: readonly ts.Declaration[];
  readonly ways: readonly { readonly type: ts.Type; readonly rest: readonly string[] }[];
  /** The lists of values at the path's end. */
  readonly types: readonly ts.Type[];
}

/** Follows a path from a payload's type, through unions, references and items. */
export function walkPath(
  checker: ts.TypeChecker,
  payload: ts.TypeNode,
  path: readonly PayloadStep[],
): WalkedPath {
  let types = [checker.getTypeFromTypeNode(payload)];
  let ends: ts.Declaration[] = [];
  const ways: { type: ts.Type; rest: string[] }[] = [];
  path.forEach((step, index) => {
    const parts = types.flatMap((type) => partsOf(checker, type));
    if (typeof step !== "string") {
      types = parts.flatMap((type) => checker.getIndexTypeOfType(type, ts.IndexKind.Number) ?? []);
      return;
    }
    const rest = path.slice(index);
    const names = rest.filter((name) => typeof name === "string");
    if (names.length === rest.length)
      for (const type of new Set([...types, ...parts])) ways.push({ type, rest: names });
    const properties = parts.flatMap((type) => checker.getPropertyOfType(type, step) ?? []);
    const declarations = properties.flatMap((property) => property.declarations ?? []);
    ends = declarations.filter(({ parent }) => ts.isTypeLiteralNode(parent)); // not `toString`, which every object has
    types = properties.map((property) => checker.getTypeOfSymbol(property));
  });
  const lists = types.flatMap((type) => [type, checker.getNonNullableType(type)]);
  return {
    ends,
    ways,
    types: lists.filter((type) => type.isUnion() && !(type.flags & ts.TypeFlags.Boolean)),
  };
}

/** The members of a union without `null` and `undefined`, else the type itself. */
export function partsOf(checker: ts.TypeChecker, type: ts.Type): readonly ts.Type[] {
  const apparent = checker.getApparentType(checker.getNonNullableType(type));
  return apparent.isUnion() ? apparent.types.map((part) => checker.getApparentType(part)) : [apparent];
}
