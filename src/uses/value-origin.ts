import { ts } from "ts-morph";
import { declarationsOf, propertiesOfType, symbolAt } from "./named-symbols.js";
import { unwrapped } from "./unwrapped.js";
import type { ValueTarget } from "./value-target.js";

/** Whether expressions, declarations and types are those of a wanted property. */
export interface ValueOrigin {
  readonly ofExpression: (node: ts.Expression, target: ValueTarget) => boolean;
  readonly ofDeclaration: (node: ts.Declaration, target: ValueTarget) => boolean;
  readonly ofTypeNode: (node: ts.TypeNode, target: ValueTarget) => boolean;
  readonly ofType: (type: ts.Type, target: ValueTarget) => boolean;
}

/**
 * Follows a value to where it comes from. A property of the SDK is known by its declaration, a written type by what it
 * names, and only what has no type of its own by the list of values that the compiler inferred for it.
 */
export function valueOrigin(checker: ts.TypeChecker, isGenerated: (node: ts.Node) => boolean): ValueOrigin {
  const isProperty = (symbols: readonly ts.Symbol[], target: ValueTarget): boolean =>
    symbols.some((symbol) => declarationsOf(checker, symbol).some((one) => target.declarations.has(one)));

  const ofType = (type: ts.Type, { types }: ValueTarget): boolean =>
    types.has(type) || types.has(checker.getNonNullableType(type));

  const ofExpression = (node: ts.Expression, target: ValueTarget): boolean => {
    const value = unwrapped(node);
    const named = ts.isPropertyAccessExpression(value)
      ? value.name
      : ts.isElementAccessExpression(value)
        ? value.argumentExpression
        : value;
    const literal = ts.isStringLiteralLike(named) || ts.isIdentifier(named);
    const symbol =
      literal && !(ts.isElementAccessExpression(value) && ts.isIdentifier(named))
        ? symbolAt(checker, named)[0]
        : undefined;
    if (!symbol) return ofType(checker.getTypeAtLocation(value), target);
    if (isProperty([symbol], target)) return true;
    const declarations = declarationsOf(checker, symbol);
    const [first] = declarations;
    return first ? ofDeclaration(first, target) : ofType(checker.getTypeOfSymbol(symbol), target);
  };

  let depth = 0;
  const ofDeclaration = (node: ts.Declaration, target: ValueTarget): boolean => {
    if (isGenerated(node)) return false; // another property of the SDK, which may have the same type
    if (depth > 20) return false; // declarations that name each other in a circle
    depth += 1;
    const answer = followDeclaration(node, target);
    depth -= 1;
    return answer;
  };

  const followDeclaration = (node: ts.Declaration, target: ValueTarget): boolean => {
    if (ts.isBindingElement(node) && ts.isObjectBindingPattern(node.parent)) {
      const name = node.propertyName ?? node.name;
      const key = ts.isIdentifier(name) || ts.isStringLiteral(name) ? name.text : "";
      const symbols = propertiesOfType(checker, checker.getTypeAtLocation(node.parent), key);
      const declarations = symbols.flatMap((symbol) => declarationsOf(checker, symbol));
      if (isProperty(symbols, target)) return true;
      const [first] = declarations;
      return first !== undefined && ofDeclaration(first, target);
    }
    if (ts.isShorthandPropertyAssignment(node)) {
      const [value] = checker.getShorthandAssignmentValueSymbol(node)?.declarations ?? [];
      return value !== undefined && ofDeclaration(value, target);
    }
    const isTyped =
      ts.isVariableDeclaration(node) ||
      ts.isParameter(node) ||
      ts.isPropertyDeclaration(node) ||
      ts.isPropertySignature(node);
    if (isTyped && node.type) return ofTypeNode(node.type, target);
    const isInitialized =
      ts.isVariableDeclaration(node) || ts.isPropertyAssignment(node) || ts.isPropertyDeclaration(node);
    if (isInitialized && node.initializer) return ofExpression(node.initializer, target);
    return ofType(checker.getTypeAtLocation(node), target);
  };

  const ofTypeNode = (node: ts.TypeNode, target: ValueTarget): boolean => {
    if (ts.isParenthesizedTypeNode(node) || ts.isTypeOperatorNode(node)) return ofTypeNode(node.type, target);
    if (ts.isArrayTypeNode(node)) return ofTypeNode(node.elementType, target);
    if (ts.isUnionTypeNode(node)) return node.types.some((part) => ofTypeNode(part, target));
    if (ts.isIndexedAccessTypeNode(node)) {
      const { objectType, indexType } = node;
      if (!ts.isLiteralTypeNode(indexType) || !ts.isStringLiteral(indexType.literal))
        return ofTypeNode(objectType, target);
      return isProperty(
        propertiesOfType(checker, checker.getTypeFromTypeNode(objectType), indexType.literal.text),
        target,
      );
    }
    if (!ts.isTypeReferenceNode(node)) return false;
    const type = checker.getTypeFromTypeNode(node);
    const alias = type.aliasSymbol?.declarations ?? [];
    if (alias.some(isGenerated)) return ofType(type, target);
    const [declared] = symbolAt(checker, node.typeName).flatMap(({ declarations }) => declarations ?? []);
    if (declared && ts.isTypeAliasDeclaration(declared) && isOwn(declared))
      return followAlias(declared, target);
    return (node.typeArguments ?? []).some((part) => ofTypeNode(part, target));
  };

  const isOwn = (node: ts.Node): boolean => !isGenerated(node) && !node.getSourceFile().isDeclarationFile;
  const followAlias = ({ type }: ts.TypeAliasDeclaration, target: ValueTarget): boolean => {
    if (depth > 20) return false;
    depth += 1;
    const answer = ofTypeNode(type, target);
    depth -= 1;
    return answer;
  };

  return { ofExpression, ofDeclaration, ofTypeNode, ofType };
}
