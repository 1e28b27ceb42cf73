import { ts } from "ts-morph";
import { expectedType } from "./expected-type.js";
import { handlerVerb } from "./name-use.js";
import { declarationsOf, propertiesOfType } from "./named-symbols.js";
import { leavesOf, literalValue } from "./read-constants.js";
import { runtimeNames } from "./runtime-names.js";
import type { Targets } from "./targets.js";
import type { ValueTarget } from "./value-target.js";
import { partsOf } from "./walk-path.js";

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
      .filter((node) => literalValue(node)?.value === value);

  const payloads = (expected: ts.Type, given: ts.Type): readonly PassedUse[] =>
    [...new Set([expected, ...partsOf(checker, expected)])].flatMap((part) =>
      (targets.holders.get(part) ?? []).flatMap(({ target, rest }) => {
        let found: readonly ts.Symbol[] = [];
        let types: readonly ts.Type[] = [given];
        for (const step of rest) {
          found = types.flatMap((type) => propertiesOfType(checker, type, step));
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

  const find = (isHandlers: boolean, expected: ts.Type, given: ts.Type): readonly PassedUse[] => {
    if (isHandlers) return handlers(expected, given);
    const [inner] = hasHandlers ? propertiesOfType(checker, expected, runtimeNames.handlers) : [];
    const entry = inner && checker.getPropertyOfType(given, runtimeNames.handlers);
    return inner && entry
      ? handlers(checker.getTypeOfSymbol(inner), checker.getTypeOfSymbol(entry))
      : payloads(expected, given);
  };
  const hasHandlers = [...targets.names.values()].flat().some(({ kind }) => kind === "member");

  /** Only below these can an object lie that is on the way to something wanted. */
  const steps = new Set([...targets.holders.values()].flat().flatMap(({ rest }) => rest.slice(0, -1)));
  const isStep = (property: ts.PropertyAssignment | ts.ShorthandPropertyAssignment): boolean =>
    steps.has(property.name.getText()) || (hasHandlers && isHandlers(property));

  return (node) => {
    if (ts.isShorthandPropertyAssignment(node)) {
      const context = isStep(node) ? checker.getContextualType(node.parent) : undefined;
      const symbol = context && checker.getShorthandAssignmentValueSymbol(node);
      if (!symbol) return [];
      const properties = propertiesOfType(checker, context, node.name.text);
      const given = checker.getTypeOfSymbol(symbol);
      return properties.flatMap((property) =>
        find(isHandlers(node), checker.getTypeOfSymbol(property), given),
      );
    }
    if (!ts.isExpression(node) || !holdsObject(node)) return [];
    const property = ts.isPropertyAssignment(node.parent) ? node.parent : undefined;
    if (property && !isStep(property)) return [];
    const expected = expectedType(checker, node);
    if (!expected) return [];
    return find(property !== undefined && isHandlers(property), expected, checker.getTypeAtLocation(node));
  };
}

/** `handlers`, or an event's entry in it. */
function isHandlers({ name, parent }: ts.PropertyAssignment | ts.ShorthandPropertyAssignment): boolean {
  const around = ts.isPropertyAssignment(parent.parent) ? parent.parent.name.getText() : "";
  return name.getText() === runtimeNames.handlers || around === runtimeNames.handlers;
}

function holdsObject(node: ts.Expression): boolean {
  return (
    ts.isIdentifier(node) ||
    ts.isPropertyAccessExpression(node) ||
    ts.isCallExpression(node) ||
    ts.isNewExpression(node)
  );
}
