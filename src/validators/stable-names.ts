/** What names of a module become. */
export interface ModuleNames {
  readonly names: ReadonlyMap<string, string>;
  /** Objects whose member `validate` is a function that was not compiled yet, with that function's name. */
  readonly wrappers: ReadonlyMap<string, string>;
}

/**
 * A function in print with its local names numbered by where they stand: a name has the least number that none around it
 * has, so that a change in one place renames nothing in another.
 */
export function withStableNames(code: string, globals: ModuleNames): string {
  const tokens = tokensOf(code);
  const escaping = new Set<string>();
  for (;;) {
    const renamed = rename(tokens, globals, escaping);
    if (typeof renamed === "string") return renamed;
    escaping.add(renamed.escapes);
  }
}

/** A block of a function. */
interface Scope {
  /** The names that it declares: the new ones by the old. */
  readonly names: Map<string, string>;
  /** The number of the next name with a prefix, once the block has one. */
  readonly next: Map<string, number>;
}

function newScope(): Scope {
  return { names: new Map(), next: new Map() };
}

const declares: ReadonlySet<string> = new Set(["const", "let", "var"]);
const numbered = /^([A-Za-z_$][A-Za-z_$]*?)\d+$/;

/** The code, or a name that is used outside of the block that declares it, which has to keep its form. */
function rename(
  tokens: readonly string[],
  { names, wrappers }: ModuleNames,
  escaping: ReadonlySet<string>,
): string | { readonly escapes: string } {
  const scopes: Scope[] = [newScope()];
  const declared = new Set<string>();
  const foreign = foreignNames(tokens, escaping);
  const kept: string[] = [];
  let isHeader = false;
  let before = "";
  let member: string[] = [];
  const find = (name: string): string | undefined =>
    scopes.findLast((scope) => scope.names.has(name))?.names.get(name);
  for (const token of tokens) {
    if (member.at(-1) === token) {
      member.pop();
      continue;
    }
    let text = token;
    if (token === "for") {
      scopes.push(newScope()); // what the header declares belongs to the body
      isHeader = true;
    } else if (token === "{") {
      if (!isHeader) scopes.push(newScope());
      isHeader = false;
    } else if (token === "}") scopes.pop();
    else if (isName(token) && before !== ".") {
      const prefix = numbered.exec(token)?.[1];
      if (prefix !== undefined && declares.has(before) && find(token) === undefined && !escaping.has(token)) {
        declared.add(token);
        // a `var` belongs to the function, so it must not be called as a `let` of any block around it
        const own = before === "var" ? `${prefix}_` : prefix;
        scopes.at(-1)?.names.set(token, freeName(own, scopes, foreign));
      }
      const found = find(token);
      if (found === undefined && declared.has(token)) return { escapes: token };
      text = found ?? names.get(token) ?? wrappers.get(token) ?? token;
      if (wrappers.has(token)) member = ["validate", "."];
    }
    kept.push(text);
    if (token.trim() !== "") before = token;
  }
  return kept.join("");
}

/** Names with a number that no block of the function declares again. */
function foreignNames(tokens: readonly string[], escaping: ReadonlySet<string>): ReadonlySet<string> {
  const own = new Set<string>();
  let before = "";
  for (const token of tokens) {
    if (declares.has(before) && !escaping.has(token)) own.add(token);
    if (token.trim() !== "") before = token;
  }
  return new Set(tokens.filter((token) => numbered.test(token) && !own.has(token)));
}

function freeName(prefix: string, scopes: readonly Scope[], foreign: ReadonlySet<string>): string {
  let number = scopes.findLast(({ next }) => next.has(prefix))?.next.get(prefix) ?? 0;
  while (foreign.has(`${prefix}${number}`)) number += 1;
  scopes.at(-1)?.next.set(prefix, number + 1);
  return `${prefix}${number}`;
}

function isName(token: string): boolean {
  return /^[A-Za-z_$]/.test(token);
}

/** Texts, names, numbers, spaces, and single characters of anything else; ajv prints neither comments nor literal patterns. */
function tokensOf(code: string): readonly string[] {
  return code.match(/"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|[A-Za-z_$][\w$]*|\d[\w.]*|\s+|./gs) ?? [];
}
