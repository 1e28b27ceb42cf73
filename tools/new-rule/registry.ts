import { camelCase } from "./camel-case.js";

const importLine = /^import \{ \w+ \} from "\.\/rules\/([a-z-]+)\.js";$/gm;

/** The text of a registry (`lint-rules.ts` or `review-rules.ts`) with one more rule: its import and its entry, both sorted. */
export function withRule(registry: string, id: string): string {
  return withRules(registry, [...new Set([...registeredIn(registry), id])]);
}

/** The text of a registry without a rule: its import and its entry. */
export function withoutRule(registry: string, id: string): string {
  return withRules(
    registry,
    registeredIn(registry).filter((each) => each !== id),
  );
}

/** The ids of the rules in a registry, in its order. */
export function registeredIn(registry: string): readonly string[] {
  return [...registry.matchAll(importLine)].map(([, id = ""]) => id);
}

function withRules(registry: string, ids: readonly string[]): string {
  const sorted = ids.toSorted();
  const last = registry.lastIndexOf('} from "./rules/');
  const first = registry.search(importLine);
  const afterImports = registry.indexOf("\n", last) + 1;
  const imports = sorted.map((each) => `import { ${camelCase(each)} } from "./rules/${each}.js";\n`);
  const entries = registry.lastIndexOf("= [") + 3;
  return [
    registry.slice(0, first),
    ...imports,
    registry.slice(afterImports, entries),
    ...sorted.map((each) => `\n  ${camelCase(each)},`),
    "\n];\n",
  ].join("");
}
