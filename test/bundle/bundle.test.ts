// @module-tag long
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { schemaDocument } from "../../src/bundle/schema-document.js";
import { readerBundle } from "../../src/contract/bundle.js";
import { writerBundle } from "../../src/contract/close-schema.js";
import type { Contract } from "../../src/contract/contract.js";
import { loadContract } from "../../src/contract/load-contract.js";
import { readFolder } from "../../src/files/read-folder.js";
import { drafts, readSuite, suiteFolder } from "../support/json-schema-test-suite.js";
import { type Files, loadGood, texts } from "../support/load.js";
import { repository, sharedData } from "../support/repository.js";
import { runCli } from "../support/run-cli.js";
import { tempFolder } from "../support/temp-folder.js";
import { formsOf } from "../support/validate.js";
import { referencesIn, standalone, standaloneOriginal } from "./standalone.js";

/** The bundles of a contract's first version. */
function bundlesOf(contract: Contract): { readonly open: object; readonly closed: object } {
  const version = contract.events[0]?.versions[0];
  if (version === undefined) throw new Error("the contract has no version");
  const { location, writer } = version;
  const { definitions } = contract;
  return {
    open: schemaDocument(readerBundle(location, definitions)),
    closed: schemaDocument(writerBundle(location, definitions, { writer })),
  };
}

async function annotated(files: Files): Promise<Contract> {
  const { contract, findings } = await loadContract(texts(files), { keepAnnotations: true });
  return contract ?? expect.unreachable(JSON.stringify(findings));
}

describe("a bundle", () => {
  const files = {
    "_shared/money.json": {
      $schema: "http://json-schema.org/draft-04/schema#",
      id: "https://example.com/money",
      type: "object",
      properties: {
        amount: { type: "integer", minimum: 0, exclusiveMinimum: true },
        currency: { $ref: "#/definitions/code", maxLength: 0, description: "hides what is beside it" },
      },
      required: ["amount"],
      definitions: { code: { type: "string", pattern: "^[A-Z]{3}$" } },
    },
    "_shared/money/code.json": { $anchor: "top", type: "string", minLength: 1 },
    "event/v1.json": {
      type: "object",
      properties: {
        total: { $ref: "https://example.com/money", readOnly: true, "x-widget": { kind: "money" } },
        other: { $ref: "../_shared/money/code.json#top" },
        parts: { type: "array", items: { $ref: "#" }, $comment: "recursion" },
        "a/b~c": { $dynamicRef: "#node" },
      },
      $defs: {
        node: {
          $dynamicAnchor: "node",
          properties: { next: { $dynamicRef: "#node" }, at: { const: { $ref: "data.json" } } },
        },
      },
    },
  };

  test("refers to itself alone, whatever drafts, identifiers and anchors its files have", async () => {
    const { open } = bundlesOf(await annotated(files));
    expect(referencesIn(open).sort()).toEqual([
      "#",
      "#/$defs/event.v1.node",
      "#/$defs/event.v1.node",
      "#/$defs/money",
      "#/$defs/money.code",
      "#/$defs/money.code-2",
      "data.json", // a value, and no reference
    ]);
    expect(open).toMatchObject({
      $schema: "https://json-schema.org/draft/2020-12/schema",
      properties: {
        total: { $ref: "#/$defs/money", readOnly: true, "x-widget": { kind: "money" } },
        parts: { $comment: "recursion" },
      },
      $defs: { money: { properties: { amount: { exclusiveMinimum: 0 } } } },
    });
    expect(JSON.stringify(open)).not.toContain("maxLength");
    const validate = standalone(open);
    expect(validate({ total: { amount: 1, currency: "EUR", more: 1 }, parts: [{ parts: [] }] })).toBe(true);
    expect(validate({ total: { amount: 0 } })).toBe(false);
    expect(validate({ parts: [{ parts: [{ total: { amount: 1, currency: "eur" } }] }] })).toBe(false);
    expect(validate({ other: "" })).toBe(false);
    expect(validate({ "a/b~c": { next: { next: { at: 1 } } } })).toBe(false);
  });

  test("closes what the publisher's form closes", async () => {
    const { closed } = bundlesOf(await annotated(files));
    const validate = standalone(closed);
    expect(validate({ total: { amount: 1, currency: "EUR" }, parts: [{ parts: [] }] })).toBe(true);
    expect(validate({ total: { amount: 1, more: 1 } })).toBe(false);
    expect(validate({ parts: [{ parts: [{ more: 1 }] }] })).toBe(false);
    expect(closed).toMatchObject({ properties: { total: { readOnly: true } } });
  });

  test("keeps no keyword that its own draft does not have, since it would check something here", async () => {
    const contract = await annotated({
      "event/v1.json": {
        $schema: "http://json-schema.org/draft-07/schema#",
        properties: { a: { unevaluatedProperties: false, minContains: 2, $dynamicRef: "#a", id: "urn:a" } },
      },
    });
    expect(bundlesOf(contract).open).toMatchObject({ properties: { a: {} } });
    expect(bundlesOf(contract).open).toEqual(expect.objectContaining({ properties: { a: {} } }));
  });

  test.each([
    [true, {}],
    [false, { not: {} }],
  ])("of the schema %s is a schema object", async (schema, expected) => {
    const { open } = bundlesOf(await loadGood({ "event/v1.json": JSON.stringify(schema) }));
    expect(open).toEqual({ $schema: "https://json-schema.org/draft/2020-12/schema", ...expected });
  });
});

describe("rabbitgen bundle", () => {
  test("prints the newest version, or the one that is named", async () => {
    const newest = await runCli(repository, ["bundle", "order_placed"]);
    const named = await runCli(repository, ["bundle", "order_placed", "v2"]);
    const older = await runCli(repository, ["bundle", "order_placed", "v1"]);
    expect(newest).toEqual(named);
    expect(older.out).not.toBe(named.out);
    expect(JSON.parse(named.out)).toHaveProperty("$defs.money");
  });

  test("prints the publisher's form with --closed", async () => {
    const { code, out } = await runCli(repository, ["bundle", "order_paid", "--closed"]);
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ additionalProperties: false });
  });

  test("ends with 2 for what is not there, and for schemas with errors", async () => {
    const unknown = await runCli(repository, ["bundle", "order_payed"]);
    expect(unknown).toMatchObject({ code: 2, out: "" });
    expect(unknown.err).toContain("Did you mean order_paid?");
    const folder = tempFolder({ "schemas/a/v1.json": { $ref: "./b.json" } });
    expect(await runCli(folder, ["bundle", "a"])).toMatchObject({ code: 2, out: "" });
  });
});

/** Whether ajv alone gets the schema itself wrong, too: it has faults with `unevaluatedItems`, `contains` and `if`. */
function errsAlone(schema: unknown, data: unknown, expected: boolean): boolean {
  if (!JSON.stringify(schema).includes("unevaluated")) return false;
  return standaloneOriginal(schema)(data) !== expected;
}

const eiffel = sharedData("eiffel");

test.skipIf(eiffel === undefined)(
  "bundles of all Eiffel versions accept their examples on their own",
  { tags: "real-world-data" },
  async () => {
    const { files } = readFolder(join(eiffel ?? "", "events"));
    const { contract } = await loadContract(files, { keepAnnotations: true });
    const outcome = { versions: 0, accepted: 0, wrong: [] as string[] };
    for (const event of contract?.events ?? []) {
      for (const { label, location, examples } of event.versions) {
        outcome.versions += 1;
        const document = schemaDocument(readerBundle(location, contract?.definitions ?? new Map()));
        const validate = standalone(document);
        if (referencesIn(document).some((reference) => !reference.startsWith("#")))
          outcome.wrong.push(`${event.name} ${label} refers to a file`);
        for (const { source, valid } of examples) {
          if (validate(source.value) === valid) outcome.accepted += 1;
          else outcome.wrong.push(source.path);
        }
      }
    }
    expect(outcome).toEqual({ versions: 222, accepted: 1029, wrong: [] });
  },
);

describe.skipIf(suiteFolder === undefined)(
  "bundles of the official JSON-Schema-Test-Suite",
  { tags: "json-schema-test-suite" },
  () => {
    test.each(drafts)("%s: say of every instance what the schema says", async (draft) => {
      const { groups, remotes } = readSuite(draft);
      const wrong: string[] = [];
      let agreed = 0;
      for (const { name, schema, tests } of groups) {
        const { contract } = await loadContract(
          texts({ ...remotes, "event/v1.json": JSON.stringify(schema) }),
          {
            keepAnnotations: true,
          },
        );
        if (!contract) continue; // what the loader refuses is in the validators' test of the suite
        const { open, closed } = bundlesOf(contract);
        const { read } = formsOf(contract);
        const validate = standalone(open);
        const validateClosed = standalone(closed);
        for (const { data, description } of tests) {
          const isRight = validate(data) === read(data) && !(validateClosed(data) && !read(data));
          if (isRight) agreed += 1;
          else if (!errsAlone(schema, data, read(data))) wrong.push(`${name}: ${description}`);
        }
      }
      expect(wrong).toEqual([]);
      expect(agreed).toBeGreaterThan(550);
    });
  },
);
