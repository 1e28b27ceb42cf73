import { readFileSync } from "node:fs";
import { join } from "node:path";
import { lintRules } from "../../src/lint/lint-rules.js";
import { ruleCatalog } from "../../src/project/rule-catalog.js";
import { printRulesPage } from "../../src/rules/documented-rule.js";
import { pictures } from "../pictures/pictures.js";
import { lintRulesSchema } from "./lint-rules-schema.js";
import { pageParts } from "./page-parts.js";
import type { Part } from "./part.js";
import { type SettingsSchema, schemaReference } from "./schema-reference.js";

const settingsFiles = ["contract.schema.json", "event.schema.json", "review.schema.json"] as const;

/** What the keys of the maps in settings files are. */
const mapKeys = {
  formats: "format",
  services: "service",
  "services.<service>.consumes": "event",
  versions: "version",
};

/** All generated parts, made from the sources of the repository at `root`. */
export async function documentationParts(root: string): Promise<readonly Part[]> {
  const read = (path: string): string => readFileSync(join(root, path), "utf8");
  const schemas = Object.fromEntries(
    settingsFiles.map((name) => [name, JSON.parse(read(`json-schemas/${name}`)) as SettingsSchema]),
  );
  return [
    {
      file: "json-schemas/contract.schema.json",
      text: lintRulesSchema(read("json-schemas/contract.schema.json"), lintRules),
    },
    { file: "docs/reference/rules.md", text: printRulesPage(ruleCatalog()) },
    ...settingsFiles.map((name) => ({
      file: `docs/reference/${name.replace(".schema.json", "-json.md")}`,
      marker: "keys",
      text: schemaReference(schemas, name, mapKeys),
    })),
    ...[...pictures(read("test/cli/golden/pull-requests/enum-value-added.txt"))].map(([name, text]) => ({
      file: `docs/pictures/${name}`,
      text,
    })),
    ...(await pageParts(root)),
  ];
}
