import { ts } from "ts-morph";
import { declarationsOf, isPattern, propertiesOfType } from "./named-symbols.js";
import { isLiteral, nameOf } from "./read-constants.js";
import type { ValueContext, ValueUse } from "./value-context.js";
import type { ValueTarget } from "./value-target.js";

const search = /^(?:includes|indexOf|lastIndexOf|has)$/;

/** An argument: of a search in a list, or of a parameter that takes the value. */
export function usesAtCall(
  { checker, origin, listOf, uses }: ValueContext,
  node: ts.CallExpression,
): readonly ValueUse[] {
  const [first] = node.arguments;
  const { expression } = node;
  if (first && ts.isPropertyAccessExpression(expression) && search.test(expression.name.text)) {
    const list = listOf(expression.expression);
    if (list) return uses("compares", list, (target) => origin.ofExpression(first, target));
    const held = expression.expression;
    return uses("compares", first, (target) => origin.ofExpression(held, target));
  }
  return node.arguments.flatMap((argument, index) =>
    uses("produces", argument, (target) => {
      const parameter = checker.getResolvedSignature(node)?.declaration?.parameters[index];
      return parameter !== undefined && ts.isParameter(parameter) && origin.ofDeclaration(parameter, target);
    }),
  );
}

/** A property of an object literal: its name as a key of a record by value, or what it is set to. */
export function usesAtProperty(
  { checker, values, origin, constantOf, uses }: ValueContext,
  node: ts.PropertyAssignment | ts.ShorthandPropertyAssignment,
): readonly ValueUse[] {
  const name = nameOf(node.name);
  if (name === undefined || isPattern(node.parent)) return [];
  const keyed = values.filter(({ value }) => value === name);
  const context = keyed.length > 0 ? checker.getContextualType(node.parent) : undefined;
  const keys = context ? keyed.filter(({ types }) => isKeyed(context, types)) : [];
  const is = (target: ValueTarget): boolean => {
    const expected = checker.getContextualType(node.parent);
    const symbols = expected ? propertiesOfType(checker, expected, name) : [];
    const declarations = symbols.flatMap((symbol) => declarationsOf(checker, symbol));
    return declarations.some((one) => target.declarations.has(one) || origin.ofDeclaration(one, target));
  };
  return [
    ...keys.map((target) => ({ target, node: node.name, verb: "names" as const })),
    ...uses("produces", ts.isShorthandPropertyAssignment(node) ? constantOf(node) : node.initializer, is),
  ];
}

/** `rates[event.total.currency]`: the entry of that value in a table. */
export function usesAtTable(
  { checker, values, origin }: ValueContext,
  { expression, argumentExpression }: ts.ElementAccessExpression,
): readonly ValueUse[] {
  if (isLiteral(argumentExpression)) return [];
  const table = checker.getTypeAtLocation(expression);
  return values.flatMap((target) => {
    const entries = propertiesOfType(checker, table, String(target.value));
    if (entries.length === 0 || !origin.ofExpression(argumentExpression, target)) return [];
    const names = entries
      .flatMap((entry) => declarationsOf(checker, entry))
      .flatMap((entry) => ts.getNameOfDeclaration(entry) ?? []);
    return names.map((node) => ({ target, node, verb: "names" as const }));
  });
}

/** `Exclude<Currency, "GBP">` */
export function usesAtType({ origin, uses }: ValueContext, node: ts.LiteralTypeNode): readonly ValueUse[] {
  const { literal } = node;
  let around: ts.Node = node;
  while (ts.isUnionTypeNode(around.parent)) around = around.parent;
  const { parent } = around;
  if (!ts.isTypeReferenceNode(parent) || !ts.isExpression(literal)) return [];
  const [list] = parent.typeArguments ?? [];
  const isPart = list && list !== around && /^(?:Exclude|Extract)$/.test(parent.typeName.getText());
  return isPart ? uses("names", literal, (target) => origin.ofTypeNode(list, target)) : [];
}

function isKeyed({ aliasSymbol, aliasTypeArguments }: ts.Type, types: ReadonlySet<ts.Type>): boolean {
  return (
    aliasSymbol?.name === "Record" &&
    aliasTypeArguments?.[0] !== undefined &&
    types.has(aliasTypeArguments[0])
  );
}
