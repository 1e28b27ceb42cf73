import { ts } from "ts-morph";
import type { Word } from "./named-symbols.js";
import { runtimeNames } from "./runtime-names.js";
import type { NameTarget } from "./targets.js";

/** Says what a word does with what it names: `reads total`, `handles v1`, `names OrderPaidV1`. */
export function nameUse(word: Word, { kind, label, name }: NameTarget): string {
  if (kind === "property") return `${propertyVerb(word)} ${label}`;
  if (kind === "member") return `${handlerVerb(word)} ${label}`;
  if (kind === "version" && calledBy(word) === runtimeNames.publisher) return `publishes ${label}`;
  if (kind === "family" && calledBy(word) === runtimeNames.consumer) return `consumes ${label}`;
  return `names ${name}`;
}

function propertyVerb(word: Word): string {
  const { parent } = ts.isComputedPropertyName(word.parent) ? word.parent : word;
  if (ts.isBindingElement(parent)) return "destructures";
  if (ts.isObjectLiteralElementLike(parent)) return isInPattern(parent) ? "destructures" : "writes";
  if (ts.isPropertyAccessExpression(parent) || ts.isElementAccessExpression(parent))
    return isWritten(parent) ? "writes" : "reads";
  if (ts.isClassElement(parent)) return "writes";
  return ts.isBinaryExpression(parent) ? "reads" : "names";
}

/** What an entry of `handlers` does with its version: handles it, or declines it with `"dead-letter"`. */
export function handlerVerb(word: ts.Node): string {
  const { parent } = word;
  if (ts.isPropertyAssignment(parent) && parent.name === word)
    return ts.isStringLiteralLike(parent.initializer) ? "declines" : "handles";
  return ts.isObjectLiteralElementLike(parent) || ts.isClassElement(parent) ? "handles" : "names";
}

function isInPattern(element: ts.ObjectLiteralElementLike): boolean {
  let node: ts.Node = element.parent;
  while (
    ts.isObjectLiteralElementLike(node.parent) ||
    ts.isObjectLiteralExpression(node.parent) ||
    ts.isArrayLiteralExpression(node.parent)
  )
    node = node.parent;
  const { parent } = node;
  if (ts.isForOfStatement(parent)) return parent.initializer === node;
  return ts.isBinaryExpression(parent) && isAssignment(parent.operatorToken.kind) && parent.left === node;
}

function isWritten(access: ts.Expression): boolean {
  const { parent } = access;
  if (ts.isBinaryExpression(parent)) return parent.left === access && isAssignment(parent.operatorToken.kind);
  if (ts.isPostfixUnaryExpression(parent)) return true;
  if (ts.isPrefixUnaryExpression(parent))
    return [ts.SyntaxKind.PlusPlusToken, ts.SyntaxKind.MinusMinusToken].includes(parent.operator);
  return ts.isDeleteExpression(parent);
}

function isAssignment(kind: ts.SyntaxKind): boolean {
  return kind >= ts.SyntaxKind.FirstAssignment && kind <= ts.SyntaxKind.LastAssignment;
}

/** The method that a descriptor is given to, alone or in a list: `rabbit.consumer([orderPaid])`. */
function calledBy(word: Word): string | undefined {
  let node: ts.Node = ts.isPropertyAccessExpression(word.parent) ? word.parent : word;
  if (ts.isArrayLiteralExpression(node.parent)) node = node.parent;
  const { parent } = node;
  if (!ts.isCallExpression(parent) || parent.arguments[0] !== node) return undefined;
  return ts.isPropertyAccessExpression(parent.expression) ? parent.expression.name.text : undefined;
}
