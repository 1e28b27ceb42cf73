import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { isCommitted } from "./is-committed.js";
import { registeredIn, withoutRule } from "./registry.js";
import { type RuleKind, rulePaths } from "./rule-kind.js";

/**
 * Undoes `newRule`: deletes the rule's file and its golden file, and takes it out of the registry; gives what was removed.
 * Throws an `Error` if the rule is committed or does not exist.
 */
export function removeRule(root: string, kind: RuleKind, id: string): string {
  const { rule, registry, golden } = rulePaths(kind, id);
  if (isCommitted(root, rule))
    throw new Error(
      `${rule} is committed, and --remove undoes only what is not. Revert its commit with git.`,
    );
  const text = readFileSync(join(root, registry), "utf8");
  const deleted = [rule, golden].filter((path) => existsSync(join(root, path)));
  const isRegistered = registeredIn(text).includes(id);
  if (deleted.length === 0 && !isRegistered)
    throw new Error(`${rule} not found. Nothing was removed: check the kind and the id of the rule.`);
  for (const path of deleted) rmSync(join(root, path));
  if (isRegistered) writeFileSync(join(root, registry), withoutRule(text, id));
  return [
    ...deleted.map((path) => `${path} deleted`),
    ...(isRegistered ? [`${registry}: two lines removed`] : []),
    "Run `npm run docs` if you ran it since, and take out what you added to other files, such as CHANGELOG.md.",
  ].join("\n");
}
