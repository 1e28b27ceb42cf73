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

  const handlers = (expected: ts.Type, given: ts.Type): readonly PassedUse[] =>
    checker.getPropertiesOfType(expected).flatMap((member) => {
      const wanted = declarationsOf(checker, member).flatMap(
        (declaration) => targets.names.get(declaration) ?? [],
      );
      const entry = checker.getPropertyOfType(given, member.name);
      if (wanted.length === 0 || !entry) return [];
      return own([entry]).flatMap((node) =>
        wanted.map(({ key, label }) => ({ key, node, what: `${handlerVerb(node)} ${label}` })),
      );
    });

  return (node) => {
    if (ts.isShorthandPropertyAssignment(node)) {
      const context = checker.getContextualType(node.parent);
      const symbol = checker.getShorthandAssignmentValueSymbol(node);
      if (!context || !symbol) return [];
      const expected = propertiesOf(checker, context, node.name.text).map((property) =>
        checker.getTypeOfSymbol(property),
      );
      const given = checker.getTypeOfSymbol(symbol);
      const find = node.name.text === "handlers" ? handlers : payloads;
      return expected.flatMap((type) => find(type, given));
    }
    if (!ts.isExpression(node) || !isPassed(node)) return [];
    const expected = checker.getContextualType(node);
    if (!expected) return [];
    const { parent } = node;
    const find = ts.isPropertyAssignment(parent) && isHandlers(parent) ? handlers : payloads;
    return find(expected, checker.getTypeAtLocation(node));
  };

  /** `handlers: …`, or an event's entry in it. */
  function isHandlers({ name, parent }: ts.PropertyAssignment): boolean {
    if (name.getText() === "handlers") return true;
    return ts.isPropertyAssignment(parent.parent) && parent.parent.name.getText() === "handlers";
  }
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
  return ts.isReturnStatement(parent) || ts.isArrayLiteralExpression(parent);
}
