import { ts } from "ts-morph";
import { constants, isLiteral, leavesOf, nameOf } from "./constants.js";
import { declarationsOf, isPattern, propertiesOf } from "./named-symbols.js";
import type { ValueTarget } from "./targets.js";
import type { ValueOrigin } from "./value-origin.js";

/** A place that compares with a value, or produces it. */
export interface ValueUse {
  readonly target: ValueTarget;
  readonly node: ts.Node;
  readonly verb: "compares" | "produces" | "names";
}

const equality = new Set([
  ts.SyntaxKind.EqualsEqualsToken,
  ts.SyntaxKind.EqualsEqualsEqualsToken,
  ts.SyntaxKind.ExclamationEqualsToken,
  ts.SyntaxKind.ExclamationEqualsEqualsToken,
]);
const search = /^(?:includes|indexOf|lastIndexOf|has)$/;

/** Finds the uses of values at one node: a comparison, a `case`, a search in a list, or a place that takes a value. */
export function valueUses(
  checker: ts.TypeChecker,
  values: readonly ValueTarget[],
  origin: ValueOrigin,
): (node: ts.Node) => readonly ValueUse[] {
  const { constantValue, constantOf, listOf } = constants(checker);
  type Is = (target: ValueTarget) => boolean;
  const uses = (verb: ValueUse["verb"], given: ts.Expression, is: Is): readonly ValueUse[] =>
    leavesOf(given).flatMap((node) => {
      const constant = constantValue(node);
      const targets = constant ? values.filter(({ value }) => value === constant.value) : [];
      return targets.filter(is).map((target) => ({ target, node, verb }));
    });

  const atCall = (node: ts.CallExpression): readonly ValueUse[] => {
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
        return (
          parameter !== undefined && ts.isParameter(parameter) && origin.ofDeclaration(parameter, target)
        );
      }),
    );
  };

  const atProperty = (node: ts.PropertyAssignment | ts.ShorthandPropertyAssignment): readonly ValueUse[] => {
    const name = nameOf(node.name);
    if (name === undefined || isPattern(node.parent)) return [];
    const keyed = values.filter(({ value }) => value === name);
    const context = keyed.length > 0 ? checker.getContextualType(node.parent) : undefined;
    const keys = context ? keyed.filter(({ types }) => isKeyed(context, types)) : [];
    const is: Is = (target) => {
      const expected = checker.getContextualType(node.parent);
      const symbols = expected ? propertiesOf(checker, expected, name) : [];
      const declarations = symbols.flatMap((symbol) => declarationsOf(checker, symbol));
      return declarations.some((one) => target.declarations.has(one) || origin.ofDeclaration(one, target));
    };
    return [
      ...keys.map((target) => ({ target, node: node.name, verb: "names" as const })),
      ...uses("produces", ts.isShorthandPropertyAssignment(node) ? constantOf(node) : node.initializer, is),
    ];
  };

  /** `rates[event.total.currency]`: the entry of that value in a table. */
  const atTable = ({ expression, argumentExpression }: ts.ElementAccessExpression): readonly ValueUse[] => {
    if (isLiteral(argumentExpression)) return [];
    const table = checker.getTypeAtLocation(expression);
    return values.flatMap((target) => {
      const entries = propertiesOf(checker, table, String(target.value));
      if (entries.length === 0 || !origin.ofExpression(argumentExpression, target)) return [];
      const names = entries
        .flatMap((entry) => declarationsOf(checker, entry))
        .flatMap((entry) => ts.getNameOfDeclaration(entry) ?? []);
      return names.map((node) => ({ target, node, verb: "names" as const }));
    });
  };

  /** `Exclude<Currency, "GBP">` */
  const atType = (node: ts.LiteralTypeNode): readonly ValueUse[] => {
    const { literal } = node;
    let around: ts.Node = node;
    while (ts.isUnionTypeNode(around.parent)) around = around.parent;
    const { parent } = around;
    if (!ts.isTypeReferenceNode(parent) || !ts.isExpression(literal)) return [];
    const [list] = parent.typeArguments ?? [];
    const isPart = list && list !== around && /^(?:Exclude|Extract)$/.test(parent.typeName.getText());
    return isPart ? uses("names", literal, (target) => origin.ofTypeNode(list, target)) : [];
  };

  const isKeyed = ({ aliasSymbol, aliasTypeArguments }: ts.Type, types: ReadonlySet<ts.Type>): boolean =>
    aliasSymbol?.name === "Record" &&
    aliasTypeArguments?.[0] !== undefined &&
    types.has(aliasTypeArguments[0]);

  const atReturn = (value: ts.Expression, from: ts.Node): readonly ValueUse[] => {
    const type = functionAround(from)?.type;
    return type ? uses("produces", value, (target) => origin.ofTypeNode(type, target)) : [];
  };

  return (node) => {
    if (ts.isBinaryExpression(node)) {
      const { left, right, operatorToken } = node;
      if (equality.has(operatorToken.kind))
        return [
          ...uses("compares", right, (target) => origin.ofExpression(left, target)),
          ...uses("compares", left, (target) => origin.ofExpression(right, target)),
        ];
      if (operatorToken.kind === ts.SyntaxKind.EqualsToken)
        return uses("produces", right, (target) => origin.ofExpression(left, target));
      return [];
    }
    if (ts.isCaseClause(node)) {
      const { expression } = node.parent.parent;
      return uses("compares", node.expression, (target) => origin.ofExpression(expression, target));
    }
    if (ts.isCallExpression(node)) return atCall(node);
    if (ts.isElementAccessExpression(node)) return atTable(node);
    if (ts.isLiteralTypeNode(node)) return atType(node);
    if (ts.isSatisfiesExpression(node) || ts.isAsExpression(node))
      return uses("produces", node.expression, (target) => origin.ofTypeNode(node.type, target));
    if (ts.isPropertyAssignment(node) || ts.isShorthandPropertyAssignment(node)) return atProperty(node);
    if (ts.isReturnStatement(node) && node.expression) return atReturn(node.expression, node);
    if (ts.isArrowFunction(node) && !ts.isBlock(node.body)) return atReturn(node.body, node);
    const declares =
      ts.isVariableDeclaration(node) ||
      ts.isParameter(node) ||
      ts.isPropertyDeclaration(node) ||
      ts.isBindingElement(node);
    const typed = declares && (ts.isBindingElement(node) || node.type !== undefined);
    if (typed && node.initializer)
      return uses("produces", node.initializer, (target) => origin.ofDeclaration(node, target));
    return [];
  };
}

function functionAround(node: ts.Node): ts.SignatureDeclaration | undefined {
  let around: ts.Node = node;
  while (!ts.isFunctionLike(around) && around.parent) around = around.parent;
  return ts.isFunctionLike(around) ? around : undefined;
}
