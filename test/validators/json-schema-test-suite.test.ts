import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { load } from "../support/load.js";
import { sharedData } from "../support/repository.js";
import { formsOf } from "../support/validate.js";

interface Group {
  readonly description: string;
  readonly schema: unknown;
  readonly tests: readonly {
    readonly description: string;
    readonly data: unknown;
    readonly valid: boolean;
  }[];
}

const drafts = {
  draft4: "http://json-schema.org/draft-04/schema#",
  draft6: "http://json-schema.org/draft-06/schema#",
  draft7: "http://json-schema.org/draft-07/schema#",
  "draft2019-09": "https://json-schema.org/draft/2019-09/schema",
  "draft2020-12": "https://json-schema.org/draft/2020-12/schema",
} as const;

/** What rabbitgen refuses to compile, on purpose; each refusal is an error with a place, never a wrong validator. */
const refusals: Readonly<Record<string, RegExp>> = {
  "property-proto": /Javascript object property names/,
  "ref-dynamic": /dynamic|recursive/i,
  "ref-remote": /metaschema|remote ref, containing refs itself|different (?:URN )?\$id/,
  "schema-dialect": /metaschema|vocabulary/,
  "unevaluated-contains": /contains/,
};

const suite = sharedData("json-schema-test-suite");

describe.skipIf(suite === undefined)("the official JSON-Schema-Test-Suite", () => {
  test.each(Object.entries(drafts))("%s: validators agree with every test", async (draft, $schema) => {
    const remotes = remoteFiles(draft);
    const outcome = { agreed: 0, wrong: [] as string[], refused: [] as string[], loose: [] as string[] };
    for (const file of jsonFiles(join(suite ?? "", "tests", draft))) {
      // rabbitgen asserts formats; the suite's optional/format tests are test/formats.test.ts.
      const groups = JSON.parse(readFileSync(join(suite ?? "", "tests", draft, file), "utf8")) as Group[];
      for (const group of groups.filter(() => !(file === "format.json" && draft === "draft2020-12"))) {
        await tryGroup(`${file}: ${group.description}`, group, $schema, remotes, outcome);
      }
    }
    console.log(`${draft}: ${outcome.agreed} agreed, ${outcome.refused.length} schemas refused on purpose`);
    expect(outcome.wrong).toEqual([]);
    expect(outcome.loose).toEqual([]);
    expect(outcome.agreed).toBeGreaterThan(550);
    expect(outcome.refused.length).toBeLessThan(25);
  });
});

async function tryGroup(
  name: string,
  { schema, tests, description }: Group,
  $schema: string,
  remotes: Readonly<Record<string, unknown>>,
  outcome: { agreed: number; wrong: string[]; refused: string[]; loose: string[] },
): Promise<void> {
  const written = typeof schema === "object" && schema !== null ? { $schema, ...schema } : schema;
  const { contract, findings } = await load({ ...remotes, "event/v1.json": JSON.stringify(written) });
  if (!contract) {
    const errors = findings.filter(({ severity }) => severity === "error");
    const expected = errors.every(({ rule, message }) => refusals[rule]?.test(`${description} ${message}`));
    (expected ? outcome.refused : outcome.wrong).push(`${name}: ${JSON.stringify(errors)}`);
    return;
  }
  const { read, write } = formsOf(contract);
  for (const { data, valid, description: what } of tests) {
    if (read(data) === valid) outcome.agreed += 1;
    else outcome.wrong.push(`${name}: ${what}`);
    if (write(data) && !valid)
      outcome.loose.push(`${name}: ${what}: the writer's form accepts what is invalid`);
  }
}

/** The suite's remote schemas as files of definitions, each under the URL that the tests call it by. */
function remoteFiles(draft: string): Record<string, unknown> {
  const root = join(suite ?? "", "remotes");
  const $schema = drafts[draft as keyof typeof drafts];
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
