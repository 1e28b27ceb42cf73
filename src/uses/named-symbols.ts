import { ts } from "ts-morph";
import { partsOf } from "./walk-path.js";

/** A word in the code that may name a property, a type or a descriptor. */
export type Word = ts.Identifier | ts.StringLiteralLike;

/** The symbols that a word names, wherever it stands: an access, a pattern, an object literal, a class, a type. */
export function namedSymbols(checker: ts.TypeChecker, word: Word): readonly ts.Symbol[] {
  const name = ts.isComputedPropertyName(word.parent) ? word.parent : word;
  const { parent } = name;
  if (ts.isBindingElement(parent)) {
    const isName = (parent.propertyName ?? parent.name) === name && ts.isObjectBindingPattern(parent.parent);
    const own = isName ? propertiesOfType(checker, checker.getTypeAtLocation(parent.parent), word.text) : [];
    return parent.initializer === word ? symbolAt(checker, word) : own;
  }
  if (
    ts.isObjectLiteralElementLike(parent) &&
    parent.name === name &&
    ts.isObjectLiteralExpression(parent.parent)
  ) {
    const object = parent.parent;
    const type = isPattern(object)
      ? checker.getTypeOfAssignmentPattern(object)
      : checker.getContextualType(object);
    const properties = type ? propertiesOfType(checker, type, word.text) : [];
    return ts.isShorthandPropertyAssignment(parent)
      ? [...properties, ...resolved(checker, checker.getShorthandAssignmentValueSymbol(parent))]
      : properties;
  }
  if ((ts.isClassElement(parent) || ts.isTypeElement(parent)) && parent.name === name)
    return inherited(checker, parent.parent, word.text);
  if (ts.isLiteralTypeNode(parent)) return keyed(checker, parent, word.text);
  if (
    ts.isBinaryExpression(parent) &&
    parent.operatorToken.kind === ts.SyntaxKind.InKeyword &&
    parent.left === word
  )
    return ts.isIdentifier(word)
      ? symbolAt(checker, word)
      : propertiesOfType(checker, checker.getTypeAtLocation(parent.right), word.text);
  if (ts.isIdentifier(word) || (ts.isElementAccessExpression(parent) && parent.argumentExpression === word))
    return symbolAt(checker, word);
  return [];
}

/** The properties of that name in each member of a type. */
export function propertiesOfType(checker: ts.TypeChecker, type: ts.Type, name: string): readonly ts.Symbol[] {
  return partsOf(checker, type).flatMap((part) => checker.getPropertyOfType(part, name) ?? []);
}

/** The declarations behind a symbol: those of each member's property for one of a union, a mapped or a spread type. */
export function declarationsOf(checker: ts.TypeChecker, symbol: ts.Symbol): readonly ts.Declaration[] {
  return [symbol, ...checker.getRootSymbols(symbol)].flatMap(({ declarations }) => declarations ?? []);
}

/** The symbol at a node, seen through imports and exports. */
export function symbolAt(checker: ts.TypeChecker, node: ts.Node): readonly ts.Symbol[] {
  const symbol = checker.getSymbolAtLocation(node);
  return resolved(checker, symbol);
}

function resolved(checker: ts.TypeChecker, symbol: ts.Symbol | undefined): readonly ts.Symbol[] {
  if (!symbol) return [];
  return [symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol];
}

/** True for an object literal that is assigned to: `({ total } = event)`. */
export function isPattern(node: ts.Expression): node is ts.AssignmentPattern {
  const { parent } = node;
  if (ts.isBinaryExpression(parent) && parent.left === node) {
    if (parent.operatorToken.kind === ts.SyntaxKind.EqualsToken) return true;
  }
  if (ts.isForOfStatement(parent)) return parent.initializer === node;
  if (ts.isPropertyAssignment(parent) && parent.initializer === node) return isPattern(parent.parent);
  if (ts.isArrayLiteralExpression(parent)) return isPattern(parent);
  const isDefault =
    ts.isBinaryExpression(parent) && ts.isPropertyAssignment(parent.parent) && parent.left === node;
  return isDefault && isPattern(parent);
}

function inherited(checker: ts.TypeChecker, owner: ts.Node, name: string): readonly ts.Symbol[] {
  if (!ts.isClassLike(owner) && !ts.isInterfaceDeclaration(owner)) return [];
  const bases = (owner.heritageClauses ?? []).flatMap(({ types }) => [...types]);
  return bases.flatMap((base) => propertiesOfType(checker, checker.getTypeAtLocation(base), name));
}

/** `OrderPaidV1["total"]`, `Pick<OrderPaidV1, "total">`, `Omit<OrderPaidV1, "total" | "method">`. */
function keyed(checker: ts.TypeChecker, literal: ts.LiteralTypeNode, name: string): readonly ts.Symbol[] {
  let key: ts.Node = literal;
  while (ts.isUnionTypeNode(key.parent) || ts.isParenthesizedTypeNode(key.parent)) key = key.parent;
  const { parent } = key;
  if (ts.isIndexedAccessTypeNode(parent) && parent.indexType === key)
    return propertiesOfType(checker, checker.getTypeFromTypeNode(parent.objectType), name);
  if (!ts.isTypeReferenceNode(parent) || !/^(?:Pick|Omit)$/.test(parent.typeName.getText())) return [];
  const [object, keys] = parent.typeArguments ?? [];
  return object && keys === key ? propertiesOfType(checker, checker.getTypeFromTypeNode(object), name) : [];
}
