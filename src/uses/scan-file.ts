import { ts } from "ts-morph";
import { nameUse } from "./name-use.js";
import { declarationsOf, namedSymbols, type Word } from "./named-symbols.js";
import { type PassedUse, passedObjects } from "./passed-objects.js";
import type { Targets } from "./targets.js";
import { valueOrigin } from "./value-origin.js";
import { valueUses } from "./value-uses.js";
import type { WantedUse } from "./wanted.js";

/** Finds all uses in a file; some are reported at a place in another file, where an object is created. */
export function scanFile(
  checker: ts.TypeChecker,
  targets: Targets,
  words: ReadonlySet<string>,
  isGenerated: (node: ts.Node) => boolean,
): (source: ts.SourceFile) => readonly PassedUse[] {
  const passed = passedObjects(checker, targets, isGenerated);
  const values = valueUses(checker, targets.values, valueOrigin(checker, isGenerated));
  const hasValues = targets.values.length > 0;

  const atWord = (word: Word): readonly PassedUse[] => {
    const { parent } = word;
    const renamed = (ts.isImportSpecifier(parent) || ts.isExportSpecifier(parent)) && parent.propertyName;
    if (renamed && parent.name === word) return [];
    const declarations = namedSymbols(checker, word).flatMap((symbol) => declarationsOf(checker, symbol));
    const named = [...new Set(declarations)].flatMap((declaration) => targets.names.get(declaration) ?? []);
    return [
      ...named.map((target) => ({ key: target.key, node: word, what: nameUse(word, target) })),
      ...atEventName(word),
    ];
  };

  /** The entry of an event in the handlers of several: `handlers: { order_paid: { v1 } }`. */
  const atEventName = (word: Word): readonly PassedUse[] => {
    const events = targets.events.get(word.text);
    const { parent } = word;
    if (!events || !ts.isPropertyAssignment(parent) || parent.name !== word) return [];
    const context = checker.getContextualType(parent.initializer);
    const members = context ? checker.getPropertiesOfType(context) : [];
    const named = members
      .flatMap((member) => declarationsOf(checker, member))
      .flatMap((one) => targets.names.get(one) ?? []);
    return events
      .filter(({ key }) => named.some((target) => target.key === key && target.kind === "member"))
      .map(({ key, label }) => ({ key, node: word, what: `handles ${label}` }));
  };

  return (source) => {
    const found: PassedUse[] = [];
    const visit = (node: ts.Node): void => {
      if ((ts.isIdentifier(node) || ts.isStringLiteralLike(node)) && words.has(node.text))
        found.push(...atWord(node));
      found.push(...passed(node));
      if (hasValues)
        for (const { target, node: at, verb } of values(node)) {
          const text = JSON.stringify(target.value);
          const what = verb === "compares" ? `compares ${target.name} with ${text}` : `${verb} ${text}`;
          found.push({ key: target.key, node: at, what });
        }
      ts.forEachChild(node, visit);
    };
    visit(source);
    return found;
  };
}

/** The words that may name a target: the names of the declarations, and what imports and exports rename them to. */
export function wordsIn(
  targets: Targets,
  wanted: ReadonlyMap<string, WantedUse>,
  program: ts.Program,
): ReadonlySet<string> {
  const words = new Set([...targets.names.keys()].flatMap(nameOf));
  for (const one of wanted.values()) if (one.kind === "event") words.add(one.event);
  const specifiers = program
    .getSourceFiles()
    .flatMap((source) => (source.isDeclarationFile ? [] : renames(source)));
  for (let size = -1; size !== words.size; ) {
    size = words.size;
    for (const [from, to] of specifiers) if (words.has(from)) words.add(to);
  }
  return words;
}

function renames({ statements }: ts.SourceFile): readonly (readonly [string, string])[] {
  return statements.flatMap((statement) => {
    const bindings = ts.isImportDeclaration(statement)
      ? statement.importClause?.namedBindings
      : ts.isExportDeclaration(statement)
        ? statement.exportClause
        : undefined;
    if (!bindings || !(ts.isNamedImports(bindings) || ts.isNamedExports(bindings))) return [];
    return bindings.elements.flatMap(({ propertyName, name }) =>
      propertyName ? [[propertyName.text, name.text] as const] : [],
    );
  });
}

function nameOf(declaration: ts.Node): readonly string[] {
  const name = ts.getNameOfDeclaration(declaration as ts.Declaration);
  return name && (ts.isIdentifier(name) || ts.isStringLiteral(name)) ? [name.text] : [];
}
