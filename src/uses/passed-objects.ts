import { ts } from "ts-morph";
import { handlerVerb } from "./name-use.js";
import { declarationsOf, propertiesOf } from "./named-symbols.js";
import { partsOf, type Targets, type ValueTarget } from "./targets.js";
import { leavesOf, literalValue } from "./value-uses.js";

/** A use that is found where an object is made, since it is passed on to a place of the SDK's types. */
export interface PassedUse {
  readonly key: string;
  readonly node: ts.Node;
  readonly what: string;
}

/**
 * Objects that are written down without a type of the SDK, and then passed where one is expected: a payload kept in a
 * variable, a class of handlers. TypeScript compares them by shape, so no name there refers to the SDK.
 */
export function passedObjects(
  checker: ts.TypeChecker,
  targets: Targets,
  isGenerated: (node: ts.Node) => boolean,
): (node: ts.Node) => readonly PassedUse[] {
  const own = (symbols: readonly ts.Symbol[]): readonly ts.Node[] =>
    symbols
      .flatMap((symbol) => declarationsOf(checker, symbol))
      .filter((declaration) => !isGenerated(declaration))
      .map((declaration) => ts.getNameOfDeclaration(declaration) ?? declaration);

  const literals = (symbols: readonly ts.Symbol[], { value }: ValueTarget): readonly ts.Node[] =>
    symbols
      .flatMap((symbol) => declarationsOf(checker, symbol))
      .flatMap((declaration) =>
        ts.isPropertyAssignment(declaration) ? leavesOf(declaration.initializer) : [],
      )
      .map(({ node }) => node)
      .filter((node) => literalValue(node)?.value === value);

  const payloads = (expected: ts.Type, given: ts.Type): readonly PassedUse[] =>
    [...new Set([expected, ...partsOf(checker, expected)])].flatMap((part) =>
      (targets.holders.get(part) ?? []).flatMap(({ target, rest }) => {
        let found: readonly ts.Symbol[] = [];
        let types: readonly ts.Type[] = [given];
        for (const step of rest) {
          found = types.flatMap((type) => propertiesOf(checker, type, step));
          types = found.map((symbol) => checker.getTypeOfSymbol(symbol));
        }
        const { key } = target;
        if (!("value" in target))
          return own(found).map((node) => ({ key, node, what: `writes ${target.label}` }));
        return literals(found, target).map((node) => ({
          key,
          node,
          what: `produces ${JSON.stringify(target.value)}`,
        }));
      }),
    );

  /** Entries by version, and below the names of events when several share a queue. */
  const handlers = (expected: ts.Type, given: ts.Type, nested = true): readonly PassedUse[] =>
    checker.getPropertiesOfType(expected).flatMap((member) => {
      const entry = checker.getPropertyOfType(given, member.name);
      if (!entry) return [];
      const declarations = declarationsOf(checker, member);
      const wanted = declarations.flatMap((declaration) => targets.names.get(declaration) ?? []);
      if (declarations.length === 0 && nested)
        return handlers(checker.getTypeOfSymbol(member), checker.getTypeOfSymbol(entry), false);
      return own([entry]).flatMap((node) =>
        wanted.map(({ key, label }) => ({ key, node, what: `${handlerVerb(node)} ${label}` })),
      );
    });

  const find = (name: string, expected: ts.Type, given: ts.Type): readonly PassedUse[] => {
    if (name === "handlers") return handlers(expected, given);
    const [inner] = hasHandlers ? propertiesOf(checker, expected, "handlers") : [];
    const entry = inner && checker.getPropertyOfType(given, "handlers");
    return inner && entry
      ? handlers(checker.getTypeOfSymbol(inner), checker.getTypeOfSymbol(entry))
      : payloads(expected, given);
  };
  const hasHandlers = [...targets.names.values()].flat().some(({ kind }) => kind === "member");

  return (node) => {
    if (ts.isShorthandPropertyAssignment(node)) {
      const context = checker.getContextualType(node.parent);
      const symbol = checker.getShorthandAssignmentValueSymbol(node);
      if (!context || !symbol) return [];
      const properties = propertiesOf(checker, context, node.name.text);
      const given = checker.getTypeOfSymbol(symbol);
      return properties.flatMap((property) => find(node.name.text, checker.getTypeOfSymbol(property), given));
    }
    if (!ts.isExpression(node) || !isPassed(node)) return [];
    const expected = checker.getContextualType(node);
    if (!expected) return [];
    const name = ts.isPropertyAssignment(node.parent) ? node.parent.name.getText() : "";
    const inHandlers = ts.isPropertyAssignment(node.parent) && isInHandlers(node.parent);
    return find(inHandlers ? "handlers" : name, expected, checker.getTypeAtLocation(node));
  };
}

/** An event's entry in `handlers`. */
function isInHandlers({ parent }: ts.PropertyAssignment): boolean {
  return ts.isPropertyAssignment(parent.parent) && parent.parent.name.getText() === "handlers";
}

/** An expression that may hold an object, where a type may be expected of it. */
function isPassed(node: ts.Expression): boolean {
  const { parent } = node;
  const holds =
    ts.isIdentifier(node) ||
    ts.isPropertyAccessExpression(node) ||
    ts.isCallExpression(node) ||
    ts.isNewExpression(node) ||
    ts.isAwaitExpression(node);
  if (!holds) return false;
  if (ts.isCallExpression(parent) || ts.isNewExpression(parent)) return parent.expression !== node;
  if (ts.isPropertyAssignment(parent) || ts.isVariableDeclaration(parent)) return parent.initializer === node;
  if (ts.isArrowFunction(parent)) return parent.body === node;
  if (ts.isConditionalExpression(parent)) return parent.condition !== node;
  if (ts.isSpreadAssignment(parent) || ts.isAwaitExpression(parent)) return true;
  return ts.isReturnStatement(parent) || ts.isArrayLiteralExpression(parent);
}
