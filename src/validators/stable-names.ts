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
  const kept = new Set<string>();
  for (;;) {
    const { text, escaping } = rename(tokens, globals, kept);
    if (escaping.size === 0) return text;
    for (const name of escaping) kept.add(name);
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

/** The prefix of a name that ends with a number, such as ajv gives to what it declares. */
function prefixOf(token: string): string | undefined {
  const last = token.charCodeAt(token.length - 1);
  if (last < digit0 || last > digit9) return undefined; // true of nearly all tokens, and quicker than the pattern
  return numbered.exec(token)?.[1];
}

const [digit0, digit9] = [0x30, 0x39];
const numbered = /^([A-Za-z_$][A-Za-z_$]*?)\d+$/;

interface Renamed {
  readonly text: string;
  /** Names that are used outside of the block that declares them. They have to keep their form, so the text is wrong. */
  readonly escaping: ReadonlySet<string>;
}

function rename(
  tokens: readonly string[],
  { names, wrappers }: ModuleNames,
  kept: ReadonlySet<string>,
): Renamed {
  const scopes: Scope[] = [newScope()];
  const declared = new Set<string>();
  const escaping = new Set<string>();
  const foreign = foreignNames(tokens, kept);
  const renamed: string[] = [];
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
      const prefix = prefixOf(token);
      if (prefix !== undefined && declares.has(before) && find(token) === undefined && !kept.has(token)) {
        declared.add(token);
        // a `var` belongs to the function, so it must not be called as a `let` of any block around it
        const own = before === "var" ? `${prefix}_` : prefix;
        scopes.at(-1)?.names.set(token, freeName(own, scopes, foreign));
      }
      const found = prefix === undefined ? undefined : find(token);
      if (found === undefined && declared.has(token)) escaping.add(token);
      text = found ?? names.get(token) ?? wrappers.get(token) ?? token;
      if (wrappers.has(token)) member = ["validate", "."];
    }
    renamed.push(text);
    before = lastOf(token) ?? before;
  }
  return { text: renamed.join(""), escaping };
}

/** Names with a number that no block of the function declares again. */
function foreignNames(tokens: readonly string[], kept: ReadonlySet<string>): ReadonlySet<string> {
  const own = new Set<string>();
  let before = "";
  for (const token of tokens) {
    if (declares.has(before) && isName(token) && !kept.has(token)) own.add(token);
    before = lastOf(token) ?? before;
  }
  return new Set(tokens.filter((token) => prefixOf(token) !== undefined && !own.has(token)));
}

function freeName(prefix: string, scopes: readonly Scope[], foreign: ReadonlySet<string>): string {
  let number = scopes.findLast(({ next }) => next.has(prefix))?.next.get(prefix) ?? 0;
  while (foreign.has(`${prefix}${number}`)) number += 1;
  scopes.at(-1)?.next.set(prefix, number + 1);
  return `${prefix}${number}`;
}

/** True for a token that begins with a letter, `_` or `$`; compared as text, which is quicker than a pattern. */
function isName(token: string): boolean {
  const first = token[0] ?? "";
  return (first >= "a" && first <= "z") || (first >= "A" && first <= "Z") || first === "_" || first === "$";
}

/** What a token means for the one behind it: itself, or its last sign; `undefined` for white space, which means nothing. */
function lastOf(token: string): string | undefined {
  if (isName(token)) return token;
  let end = token.length - 1;
  while (end >= 0 && token.charCodeAt(end) <= 0x20) end -= 1;
  return token[end];
}

/** Texts, names, numbers, braces, and runs of anything else; ajv prints neither comments nor literal patterns. */
function tokensOf(code: string): readonly string[] {
  return code.match(tokens) ?? [];
}

const tokens = /"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|[A-Za-z_$][\w$]*|\d[\w.]*|[{}]|[^"'\w${}]+|./gs;
