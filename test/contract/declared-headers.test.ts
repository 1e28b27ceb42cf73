import { describe, expect, test } from "vitest";
import type { Finding } from "../../src/findings/finding.js";
import { lintBy } from "../lint/lint-files.js";
import { load, loadGood } from "../support/load.js";

const text = { type: "string" };
const shared = { $defs: { tenant: { type: "string", minLength: 1 }, count: { type: "integer" } } };

/** An event that declares its headers so, beside definitions to refer to. */
function files(headers: unknown, more: object = {}): Record<string, unknown> {
  return {
    "paid/event.json": { headers },
    "paid/v1.json": { type: "object" },
    "_shared/ids.json": shared,
    ...more,
  };
}

async function said(headers: unknown, more: object = {}): Promise<readonly string[]> {
  const { findings } = await load(files(headers, more));
  return findings.map(({ rule, pointer }: Finding) => `${rule} ${pointer}`);
}

const declared = (properties: object, more: object = {}): object => ({ type: "object", properties, ...more });

describe("a schema of headers", () => {
  test.each<readonly [string, unknown, readonly string[]]>([
    ["optional and required strings", declared({ tenant: text, region: text }, { required: ["tenant"] }), []],
    ["no type of its own", { properties: { tenant: text } }, []],
    ["values that are strings", declared({ a: { enum: ["x", "y"] }, b: { const: "z" } }), []],
    [
      "a reference to a shared string",
      declared({ tenant: { $ref: "../_shared/ids.json#/$defs/tenant" } }),
      [],
    ],
    ["a definition of its own", declared({ tenant: { $ref: "#/$defs/t" } }, { $defs: { t: text } }), []],
    [
      "another draft",
      declared(
        { t: { $ref: "#/definitions/t" } },
        { $schema: "http://json-schema.org/draft-07/schema#", definitions: { t: text } },
      ),
      [],
    ],
    [
      "one of two required",
      declared({ a: text, b: text }, { oneOf: [{ required: ["a"] }, { required: ["b"] }] }),
      [],
    ],
    [
      "a condition",
      declared(
        { a: text, b: text },
        { if: { properties: { a: { const: "x" } } }, then: { required: ["b"] } },
      ),
      [],
    ],
    ["further strings", declared({ a: text }, { additionalProperties: { type: "string" } }), []],
    [
      "a narrowed branch",
      declared({ a: text }, { anyOf: [{ properties: { a: { pattern: "^x" } } }, true] }),
      [],
    ],
    ["a number", declared({ tenant: { type: "number" } }), ["header-not-string /headers/properties/tenant"]],
    [
      "an object",
      declared({ tenant: declared({ id: text }) }),
      ["header-not-string /headers/properties/tenant"],
    ],
    [
      "a string or null",
      declared({ t: { type: ["string", "null"] } }),
      ["header-not-string /headers/properties/t"],
    ],
    ["anything", declared({ t: true }), ["header-not-string /headers/properties/t"]],
    [
      "an alternative that is no string",
      declared({ t: { anyOf: [text, { type: "integer" }] } }),
      ["header-not-string /headers/properties/t"],
    ],
    [
      "a shared number",
      declared({ t: { $ref: "../_shared/ids.json#/$defs/count" } }),
      ["header-not-string /headers/properties/t"],
    ],
    [
      "a number in a branch",
      declared({ a: text }, { anyOf: [declared({ b: { type: "number" } })] }),
      ["header-not-string /headers/anyOf/0/properties/b"],
    ],
    ["items", declared({ a: text }, { items: text }), ["headers-schema /headers/items"]],
    [
      "names by pattern",
      declared({ a: text }, { propertyNames: { pattern: "^a" } }),
      ["headers-schema /headers/propertyNames"],
    ],
    [
      "a number of headers",
      declared({ a: text }, { maxProperties: 3 }),
      ["headers-schema /headers/maxProperties"],
    ],
    ["a list", { type: "array" }, ["headers-schema /headers/type"]],
    [
      "an undeclared name that is required",
      declared({ a: text }, { required: ["a", "b"] }),
      ["headers-schema /headers/required/1"],
    ],
    ["no schema", true, ["settings-invalid /headers"]],
    ["a malformed schema", declared({ a: { type: "text" } }), ["schema-invalid /headers/properties/a/type"]],
    [
      "a reference that leads nowhere",
      declared({ a: { $ref: "#/$defs/a" } }),
      ["ref-unresolved /headers/properties/a/$ref"],
    ],
    [
      "a reference by the place in the file",
      declared({ a: { $ref: "#/headers/$defs/a" } }, { $defs: { a: text } }),
      ["ref-unresolved /headers/properties/a/$ref"],
    ],
    [
      "an unknown draft",
      { $schema: "https://example.com/mine", ...declared({ a: text }) },
      ["schema-dialect /headers/$schema"],
    ],
  ])("with %s", async (_, headers, expected) => {
    expect(await said(headers)).toEqual(expected);
  });

  test.each([
    "x-tenant",
    "X-Tenant",
    "content-type",
    "CONTENT-TYPE",
    "rabbitgen-x",
    "RabbitGen-x",
    "cc",
    "BCC",
    "",
    "__proto__",
    "a\nb",
    "ü".repeat(128),
  ])("cannot name a header %j", async (name) => {
    const headers = JSON.parse(
      `{"type":"object","properties":{${JSON.stringify(name)}:{"type":"string"}}}`,
    ) as object;
    expect((await said(headers)).map((line) => line.split(" ")[0])).toEqual(
      // the loader has a rule of its own for this name
      name === "__proto__" ? expect.arrayContaining(["property-proto"]) : ["header-name"],
    );
  });

  test.each([
    "tenant-id",
    "tenant_id",
    "Tenant",
    "ce-type",
    "traceparent",
    "$a#",
    "über",
    "constructor",
    "ü".repeat(127),
  ])("can name a header %j", async (name) => expect(await said(declared({ [name]: text }))).toEqual([]));

  test("names no two headers that differ in case only, wherever they are declared", async () => {
    expect(await said(declared({ tenant: text, TENANT: text }))).toEqual([
      "header-name /headers/properties/TENANT",
    ]);
    expect(await said(declared({ tenant: text }, { allOf: [declared({ Tenant: text })] }))).toEqual([
      "header-name /headers/allOf/0/properties/Tenant",
    ]);
  });

  test("is reported with the place and what to write", async () => {
    const { findings } = await load(files(declared({ attempt: { type: "integer" } })));
    expect(findings).toMatchObject([
      {
        file: "paid/event.json",
        message: 'The header "attempt" is of type integer, but message headers are strings.',
        help: expect.stringContaining('{ "type": "string" }'),
        range: { line: 5 },
      },
    ]);
    const wrong = declared({ a: { $ref: "#/headers/$defs/a" } }, { $defs: { a: text } });
    expect((await load(files(wrong))).findings[0]?.help).toBe('Write "#/$defs/a".');
  });

  test("can be a shared one, also in YAML", async () => {
    const more = { "_shared/tenancy.json": declared({ tenant: text }, { required: ["tenant"] }) };
    const contract = await loadGood(files({ $ref: "../_shared/tenancy.json" }, more));
    expect(contract.events[0]?.headers?.names).toEqual(["tenant"]);
    const yaml = await loadGood({
      "paid/event.yaml":
        "headers: { properties: { tenant: { $ref: '#/$defs/t' } }, $defs: { t: { type: string } } }",
      "paid/v1.json": { type: "object" },
    });
    expect(yaml.events[0]?.headers).toMatchObject({
      names: ["tenant"],
      location: "paid/event.yaml#/headers",
    });
    const broken = await load({
      "paid/event.yaml": "headers:\n  properties:\n    a: { type: number }",
      "paid/v1.json": {},
    });
    expect(broken.findings).toMatchObject([
      { rule: "header-not-string", file: "paid/event.yaml", range: { line: 3 } },
    ]);
  });

  test("is linted as the schema of a version is", async () => {
    const contract = files(
      declared(
        { tenant: { type: "string", minlength: 1 } },
        { additionalProperties: false, requird: ["tenant"] },
      ),
    );
    const found = await lintBy("keyword-unknown", contract);
    expect(found.map(({ file, pointer }) => `${file} ${pointer}`)).toEqual([
      "paid/event.json /headers/properties/tenant/minlength",
      "paid/event.json /headers/requird",
    ]);
    // a consumer looks at declared headers only, so that this closes nothing
    expect(await lintBy("closed-reader", contract)).toEqual([]);
  });
});
