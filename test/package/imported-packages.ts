import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { ts } from "ts-morph";
import { repository } from "../support/repository.js";

/** What files of this repository import when they run, with everything that they lead to. */
export interface ImportedPackages {
  /** Names of packages, each with a file that imports it. */
  readonly packages: ReadonlyMap<string, string>;
  /** `import()` and `require()` whose argument is not a literal, so that they cannot be followed. */
  readonly unfollowed: readonly string[];
  readonly files: ReadonlySet<string>;
}

/** Follows static and dynamic imports, `require` and module URLs; what the compiler erases is left out. */
export function importedPackages(entries: readonly string[]): ImportedPackages {
  const packages = new Map<string, string>();
  const unfollowed: string[] = [];
  const files = new Set(entries);
  // a set that grows while it is walked visits what was added
  for (const path of files) {
    for (const specifier of specifiersIn(path, readFileSync(join(repository, path), "utf8"))) {
      if (specifier === undefined) unfollowed.push(path);
      else if (specifier.startsWith(".")) files.add(sourceOf(join(dirname(path), specifier)));
      else if (!specifier.startsWith("node:")) packages.set(packageOf(specifier), path);
    }
  }
  return { packages, unfollowed, files };
}

/** The specifiers that a file's text asks for; `undefined` for one that only the run decides. */
export function specifiersIn(path: string, text: string): (string | undefined)[] {
  const found: (string | undefined)[] = [];
  const visit = (node: ts.Node): void => {
    if (isKept(node)) found.push(textOf(node.moduleSpecifier));
    if (ts.isCallExpression(node) && loads(node)) found.push(textOf(node.arguments[0]));
    if (ts.isNewExpression(node) && isModuleUrl(node)) found.push(textOf(node.arguments?.[0]));
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(path, text, ts.ScriptTarget.ES2022, true));
  return found;
}

function isKept(node: ts.Node): node is ts.ImportDeclaration | ts.ExportDeclaration {
  if (ts.isImportDeclaration(node)) return node.importClause?.isTypeOnly !== true;
  return ts.isExportDeclaration(node) && node.moduleSpecifier !== undefined && !node.isTypeOnly;
}

function loads({ expression }: ts.CallExpression): boolean {
  return (
    expression.kind === ts.SyntaxKind.ImportKeyword ||
    /^(?:loadPackage|(?:(?!create)\w*[rR]equire|createRequire\(.*\))(?:\.resolve)?|import\.meta\.resolve)$/.test(
      expression.getText(),
    )
  );
}

function isModuleUrl({ expression, arguments: [, base] = [] as never }: ts.NewExpression): boolean {
  return expression.getText() === "URL" && base?.getText() === "import.meta.url";
}

/** The literal, or the start of a template that names the package and leaves a file of it open. */
function textOf(node: ts.Node | undefined): string | undefined {
  if (node === undefined) return undefined;
  if (ts.isStringLiteralLike(node)) return node.text;
  if (!ts.isTemplateExpression(node)) return undefined;
  return /^(?:@[^/]+\/)?[a-z][^/]*\//.test(node.head.text) ? node.head.text : undefined;
}

function sourceOf(path: string): string {
  const source = path.replace(/\.js$/, ".ts");
  if (existsSync(join(repository, source))) return source;
  throw new Error(`${path} is imported and does not exist`);
}

/** `ajv` for `ajv/dist/2020.js`, `@scope/name` for what is below it. */
function packageOf(specifier: string): string {
  return specifier
    .split("/")
    .slice(0, specifier.startsWith("@") ? 2 : 1)
    .join("/");
}
