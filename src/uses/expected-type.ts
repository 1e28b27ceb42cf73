import { ts } from "ts-morph";
import { runtimeNames } from "./runtime-names.js";

/**
 * The type that a place expects of an expression, for the cost of looking up what is declared there. The compiler's own
 * answer would check every argument of every call around it, so it is asked only where the declaration does not say.
 */
export function expectedType(checker: ts.TypeChecker, node: ts.Expression): ts.Type | undefined {
  const { parent } = node;
  if (ts.isParenthesizedExpression(parent) || ts.isAwaitExpression(parent))
    return expectedType(checker, parent);
  if (ts.isConditionalExpression(parent))
    return parent.condition === node ? undefined : expectedType(checker, parent);
  if (ts.isSpreadAssignment(parent)) return expectedType(checker, parent.parent);
  if (ts.isCallExpression(parent) || ts.isNewExpression(parent)) return ofArgument(checker, parent, node);
  if (ts.isPropertyAssignment(parent)) return checker.getContextualType(node);
  if (ts.isVariableDeclaration(parent) && parent.type) return checker.getTypeFromTypeNode(parent.type);
  if (!ts.isReturnStatement(parent) && !(ts.isArrowFunction(parent) && parent.body === node))
    return undefined;
  const type = ts.findAncestor<ts.SignatureDeclaration>(parent, ts.isFunctionLike)?.type;
  return type && awaited(checker, checker.getTypeFromTypeNode(type));
}

function ofArgument(
  checker: ts.TypeChecker,
  call: ts.CallExpression | ts.NewExpression,
  node: ts.Expression,
): ts.Type | undefined {
  const index = call.arguments?.indexOf(node) ?? -1;
  if (index < 0) return undefined;
  const callee = checker.getTypeAtLocation(call.expression);
  const signatures = ts.isNewExpression(call) ? callee.getConstructSignatures() : callee.getCallSignatures();
  const [parameter] = signatures.flatMap(({ parameters }) => parameters[index] ?? []);
  if (!parameter) return undefined;
  const type = checker.getTypeOfSymbol(parameter);
  return isComputed(type) || isComputedFrom(type) ? checker.getContextualType(node) : type;
}

/** `PayloadOf<Version>`, `Events[Name]`: what it is depends on the other arguments. */
function isComputed({ flags }: ts.Type): boolean {
  return (flags & (ts.TypeFlags.Conditional | ts.TypeFlags.IndexedAccess)) !== 0;
}

/** `ConsumerOptions<VersionHandlers<Family>>` */
function isComputedFrom({ aliasSymbol, symbol }: ts.Type): boolean {
  return (aliasSymbol ?? symbol)?.name === runtimeNames.consumerOptions;
}

function awaited(checker: ts.TypeChecker, type: ts.Type): ts.Type {
  return (type.symbol?.name === "Promise" ? checker.getAwaitedType(type) : undefined) ?? type;
}
