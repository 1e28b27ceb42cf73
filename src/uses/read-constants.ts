import { ts } from "ts-morph";
import { symbolAt } from "./named-symbols.js";
import { unwrapped } from "./unwrapped.js";

/** A constant value in the code. */
export interface Constant {
  readonly value: string | number | boolean | null;
}

/** Resolves the names of constants to their values. */
export interface Constants {
  readonly constantValue: (node: ts.Expression) => Constant | undefined;
  readonly listOf: (node: ts.Expression) => ts.ArrayLiteralExpression | undefined;
  readonly constantOf: (node: ts.ShorthandPropertyAssignment) => ts.Expression;
}

/** Reads constants from the syntax, which needs no type checking. */
export function readConstants(checker: ts.TypeChecker): Constants {
  /** The value of a literal, of a constant that is declared as one, or of its entry in a constant object. */
  const constantValue = (node: ts.Expression): Constant | undefined => {
    if (isLiteral(node)) return literalValue(node);
    if (ts.isIdentifier(node)) {
      const value = initializerOf(node);
      return value && literalValue(value);
    }
    const object =
      ts.isPropertyAccessExpression(node) &&
      ts.isIdentifier(node.expression) &&
      initializerOf(node.expression);
    if (!object || !ts.isObjectLiteralExpression(object) || !ts.isPropertyAccessExpression(node))
      return undefined;
    const entries = object.properties.filter(ts.isPropertyAssignment);
    const entry = entries.find(({ name }) => nameOf(name) === node.name.text);
    return entry && literalValue(unwrapped(entry.initializer));
  };

  /** What a `const` is, without a type of its own unless that does not matter; here or in the module that it is imported from. */
  const initializerOf = (node: ts.Identifier, mayBeTyped = false): ts.Expression | undefined => {
    const declaration = symbolAt(checker, node)[0]?.valueDeclaration;
    if (!declaration || !ts.isVariableDeclaration(declaration)) return undefined;
    if (declaration.type && !mayBeTyped) return undefined;
    const isConst = (ts.getCombinedNodeFlags(declaration) & ts.NodeFlags.Const) !== 0;
    return isConst && declaration.initializer ? unwrapped(declaration.initializer) : undefined;
  };

  /** The list that is searched: written down, in a `Set`, or in a constant. */
  const listOf = (node: ts.Expression): ts.ArrayLiteralExpression | undefined => {
    const list = unwrapped(node);
    if (ts.isArrayLiteralExpression(list)) return list;
    if (ts.isNewExpression(list)) return list.arguments?.[0] && listOf(list.arguments[0]);
    const initializer = ts.isIdentifier(list) ? initializerOf(list, true) : undefined;
    return initializer && !ts.isIdentifier(initializer) ? listOf(initializer) : undefined;
  };

  /** `{ currency }` with `const currency = "GBP"`: the literal, where it is written. */
  const constantOf = (node: ts.ShorthandPropertyAssignment): ts.Expression => {
    const declaration = checker.getShorthandAssignmentValueSymbol(node)?.valueDeclaration;
    const isConstant = declaration && ts.isVariableDeclaration(declaration) && !declaration.type;
    return (isConstant ? declaration.initializer : undefined) ?? node.name;
  };

  return { constantValue, listOf, constantOf };
}

const choosing = new Set([
  ts.SyntaxKind.QuestionQuestionToken,
  ts.SyntaxKind.BarBarToken,
  ts.SyntaxKind.AmpersandAmpersandToken,
]);

/** The expressions of which one becomes the value, through `?:`, `??`, `||` and lists. */
export function leavesOf(node: ts.Expression): readonly ts.Expression[] {
  const value = unwrapped(node);
  if (ts.isConditionalExpression(value)) return [value.whenTrue, value.whenFalse].flatMap(leavesOf);
  if (ts.isBinaryExpression(value) && choosing.has(value.operatorToken.kind))
    return [value.left, value.right].flatMap(leavesOf);
  return ts.isArrayLiteralExpression(value) ? value.elements.flatMap(leavesOf) : [value];
}

/** Whether an expression is a literal. */
export function isLiteral(node: ts.Expression): boolean {
  return literalValue(node) !== undefined;
}

/** The value that a literal stands for. */
export function literalValue(node: ts.Expression): Constant | undefined {
  if (ts.isStringLiteralLike(node)) return { value: node.text };
  if (ts.isNumericLiteral(node)) return { value: Number(node.text) };
  if (
    ts.isPrefixUnaryExpression(node) &&
    node.operator === ts.SyntaxKind.MinusToken &&
    ts.isNumericLiteral(node.operand)
  )
    return { value: -Number(node.operand.text) };
  if (node.kind === ts.SyntaxKind.TrueKeyword) return { value: true };
  if (node.kind === ts.SyntaxKind.FalseKeyword) return { value: false };
  return node.kind === ts.SyntaxKind.NullKeyword ? { value: null } : undefined;
}

/** The name of a property, if it is written. */
export function nameOf(name: ts.PropertyName): string | undefined {
  return ts.isIdentifier(name) || ts.isStringLiteral(name) || ts.isNumericLiteral(name)
    ? name.text
    : undefined;
}
