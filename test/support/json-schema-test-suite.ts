import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { sharedData } from "./repository.js";

/** A schema of the suite with instances that are valid or not. */
export interface Group {
  /** The file and what the group is about. */
  readonly name: string;
  readonly description: string;
  /** With `$schema`. */
  readonly schema: unknown;
  readonly tests: readonly {
    readonly description: string;
    readonly data: unknown;
    readonly valid: boolean;
  }[];
}

const dialects = {
  draft4: "http://json-schema.org/draft-04/schema#",
  draft6: "http://json-schema.org/draft-06/schema#",
  draft7: "http://json-schema.org/draft-07/schema#",
  "draft2019-09": "https://json-schema.org/draft/2019-09/schema",
  "draft2020-12": "https://json-schema.org/draft/2020-12/schema",
} as const;

/** The suite's names of the drafts. */
export type Draft = keyof typeof dialects;

export const drafts: readonly Draft[] = Object.keys(dialects) as Draft[];

/** Where the official JSON-Schema-Test-Suite lies, if it lies beside the repository. */
export const suiteFolder: string | undefined = sharedData("json-schema-test-suite");

/** All groups of one draft, and its remote schemas as files of definitions. */
export function readSuite(draft: Draft): {
  readonly groups: readonly Group[];
  readonly remotes: Readonly<Record<string, unknown>>;
} {
  const folder = join(suiteFolder ?? "", "tests", draft);
  // rabbitgen asserts formats; the suite's optional/format tests are test/runtime-modules/formats.test.ts
  const files = jsonFiles(folder).filter((file) => file !== "format.json" || draft !== "draft2020-12");
  const groups = files.flatMap((file) => {
    const inFile = JSON.parse(readFileSync(join(folder, file), "utf8")) as readonly Group[];
    return inFile.map((group) => ({
      ...group,
      name: `${file}: ${group.description}`,
      schema: withDialect(group.schema, draft),
    }));
  });
  return { groups, remotes: remoteFiles(draft) };
}

function withDialect(schema: unknown, draft: Draft): unknown {
  const isObject = typeof schema === "object" && schema !== null;
  return isObject ? { $schema: dialects[draft], ...schema } : schema;
}

/** The suite's remote schemas as files of definitions, each under the URL that the tests call it by. */
function remoteFiles(draft: Draft): Record<string, unknown> {
  const root = join(suiteFolder ?? "", "remotes");
  const $schema = dialects[draft];
  const files = jsonFiles(root).filter((path) => !path.startsWith("draft") || path.startsWith(`${draft}/`));
  const schemas = files.flatMap((path) => {
    const text = readFileSync(join(root, path), "utf8");
    const value = JSON.parse(text) as Record<string, unknown>;
    if (typeof value !== "object" || text.includes("$vocabulary")) return [];
    const id = draft === "draft4" ? "id" : "$id";
    // A remote's own identifier wins over the URL that it was fetched from, except that the URL must find it too.
    const carried =
      id in value ? { $schema, ...value } : { $schema, [id]: `http://localhost:1234/${path}`, ...value };
    return [[`_remotes/${path}`, JSON.stringify(carried)] as const];
  });
  return Object.fromEntries(schemas);
}

function jsonFiles(folder: string): string[] {
  const recursive = folder.endsWith("remotes");
  const names = readdirSync(folder, { recursive, encoding: "utf8" });
  return names.filter((name) => name.endsWith(".json")).sort();
}
