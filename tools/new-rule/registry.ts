import { camelCase } from "./camel-case.js";

const importLine = /^import \{ \w+ \} from "\.\/rules\/([a-z-]+)\.js";$/gm;

/** The text of a registry (`lint-rules.ts` or `review-rules.ts`) with one rule more: its import and its entry, both sorted. */
export function withRule(registry: string, id: string): string {
  const known = [...registry.matchAll(importLine)].map(([, each = ""]) => each);
  if (known.includes(id)) throw new Error(`There is already a rule "${id}".`);
  const ids = [...known, id].sort();
  const last = registry.lastIndexOf('} from "./rules/');
  const first = registry.search(importLine);
  const afterImports = registry.indexOf("\n", last) + 1;
  const imports = ids.map((each) => `import { ${camelCase(each)} } from "./rules/${each}.js";\n`);
  const entries = registry.lastIndexOf("= [") + 3;
  return [
    registry.slice(0, first),
    ...imports,
    registry.slice(afterImports, entries),
    ...ids.map((each) => `\n  ${camelCase(each)},`),
    "\n];\n",
  ].join("");
}
