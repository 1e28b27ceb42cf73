import { ts } from "ts-morph";
import { type ValueUse, valueContext } from "./value-context.js";
import type { ValueOrigin } from "./value-origin.js";
import { usesAtCall, usesAtProperty, usesAtTable, usesAtType } from "./value-places.js";
import type { ValueTarget } from "./value-target.js";

const equality = new Set([
  ts.SyntaxKind.EqualsEqualsToken,
  ts.SyntaxKind.EqualsEqualsEqualsToken,
  ts.SyntaxKind.ExclamationEqualsToken,
  ts.SyntaxKind.ExclamationEqualsEqualsToken,
]);

/** Finds the uses of values at one node: a comparison, a `case`, a search in a list, or a place that takes a value. */
export function valueUses(
  checker: ts.TypeChecker,
  values: readonly ValueTarget[],
  origin: ValueOrigin,
): (node: ts.Node) => readonly ValueUse[] {
  const context = valueContext(checker, values, origin);
  const { uses } = context;

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
    if (ts.isCallExpression(node)) return usesAtCall(context, node);
    if (ts.isElementAccessExpression(node)) return usesAtTable(context, node);
    if (ts.isLiteralTypeNode(node)) return usesAtType(context, node);
    if (ts.isSatisfiesExpression(node) || ts.isAsExpression(node))
      return uses("produces", node.expression, (target) => origin.ofTypeNode(node.type, target));
    if (ts.isPropertyAssignment(node) || ts.isShorthandPropertyAssignment(node))
      return usesAtProperty(context, node);
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
