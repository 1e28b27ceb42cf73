import { existsSync, readdirSync, readFileSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { runCli } from "../support/run-cli.js";
import { tempFolder } from "../support/temp-folder.js";

interface Report {
  readonly findings: readonly { readonly rule: string; readonly pointer: string; readonly range?: object }[];
}

function documentOf(components: object): object {
  return { asyncapi: "3.0.0", info: { title: "app", version: "1" }, components };
}

/** Everything below a folder as one text. */
function written(folder: string): string {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(".json"))
    .map((path) => readFileSync(join(folder, path), "utf8"))
    .join("\n");
}

/** Imports a message whose payload refers to each of these. */
async function importedWith(references: readonly string[]) {
  const components = {
    messages: {
      m: { payload: { anyOf: references.map(($ref) => ({ type: "object", properties: { x: { $ref } } })) } },
    },
  };
  const folder = tempFolder({
    "docs/asyncapi.json": documentOf(components),
    "docs/near.json": { const: "near" },
    "docs/text.txt": '{"const":"secret"}',
    "secret.json": { const: "secret" },
    "docs-beside/secret.json": { const: "secret" },
  });
  symlinkSync(join(folder, "secret.json"), join(folder, "docs/link.json"));
  symlinkSync(folder, join(folder, "docs/up"));
  symlinkSync(join(folder, "docs/near.json"), join(folder, "docs/inner.json"));
  const { code, out } = await runCli(folder, [
    "import",
    "asyncapi",
    "docs/asyncapi.json",
    "--format",
    "json",
  ]);
  return { folder, code, findings: (JSON.parse(out) as Report).findings };
}

describe("a reference out of the document's folder is listed with its place, and not followed:", () => {
  test.each([
    "../secret.json",
    "./x/../../secret.json",
    "%2e%2e/secret.json",
    "..%2fsecret.json",
    "..\\secret.json",
    "../docs-beside/secret.json",
    "link.json",
    "up/secret.json",
    "/etc/passwd",
    "file:///etc/passwd",
    "http://127.0.0.1:1/secret.json",
    "https://127.0.0.1:1/secret.json#/a",
    "//127.0.0.1:1/secret.json",
    "data:application/json,{}",
    "text.txt",
    "near.json\0.json",
    "none.json",
    "near.json#/none",
    "near.json#anchor",
    "%E0%A4%A",
    "__proto__",
    "#/__proto__",
    "#/components/messages/constructor",
  ])("%s", async (reference) => {
    const { folder, code, findings } = await importedWith([reference]);
    expect(code).toBe(1);
    const found = findings.find(({ rule }) => rule === "import-reference");
    expect(found?.pointer).toBe("/components/messages/m/payload/anyOf/0/properties/x/$ref");
    expect(found?.range).toBeDefined();
    expect(written(join(folder, "schemas"))).not.toContain("secret");
  });
});

test("a reference within the folder is followed, also through a link that stays there", async () => {
  const { folder, findings } = await importedWith(["near.json", "inner.json", "./x/../near.json"]);
  expect(findings.filter(({ rule }) => rule === "import-reference")).toEqual([]);
  expect(written(join(folder, "schemas"))).toContain('"near"');
});

describe("a document that its references make too large is refused, and nothing is written:", () => {
  const large = { type: "object", properties: { x: { description: "x".repeat(1_000_000) } } };
  const names = Array.from({ length: 1_500 }, (_, index) => `m${index}`);
  const messages = (message: object) => Object.fromEntries(names.map((name) => [name, message]));
  test.each([
    [
      "headers of many messages",
      documentOf({
        schemas: { a: large },
        messages: messages({ headers: { $ref: "#/components/schemas/a" } }),
      }),
    ],
    [
      "examples of many messages",
      documentOf({
        examples: [{ payload: large }],
        messages: messages({ examples: { $ref: "#/components/examples" } }),
      }),
    ],
    [
      "messages of many channels",
      {
        ...documentOf({ messages: messages({ payload: {} }) }),
        channels: Object.fromEntries(
          names.map((name) => [name, { messages: { $ref: "#/components/messages" } }]),
        ),
      },
    ],
  ])("%s", async (_, document) => {
    const folder = tempFolder({ "asyncapi.json": document });
    const { code, err } = await runCli(folder, ["import", "asyncapi", "asyncapi.json"]);
    expect(err).toContain("asyncapi.json is too large to import");
    expect(code).toBe(2);
    expect(existsSync(join(folder, "schemas"))).toBe(false);
  });
});

test("references in circles end, and are listed", async () => {
  const schemas = { a: { $ref: "#/components/schemas/b" }, b: { $ref: "#/components/schemas/a" } };
  const folder = tempFolder({
    "asyncapi.json": {
      ...documentOf({ schemas }),
      channels: {
        a: { $ref: "#/channels/b" },
        b: { $ref: "#/channels/a" },
        inner: { $ref: "#/channels/inner/messages/x" },
        ok: {
          messages: {
            ok: {
              payload: { $ref: "#/components/schemas/a" },
              headers: { $ref: "asyncapi.json#/channels/ok/messages/ok/headers" },
            },
          },
        },
      },
    },
  });
  const { code, out } = await runCli(folder, ["import", "asyncapi", "asyncapi.json", "--format", "json"]);
  expect(code).toBe(1);
  const places = (JSON.parse(out) as Report).findings.map(({ pointer }) => pointer);
  for (const place of ["/channels/a", "/channels/inner/$ref", "/channels/ok/messages/ok/headers"])
    expect(places).toContain(place);
  expect(places.some((place) => /^\/components\/schemas\/[ab]$/.test(place))).toBe(true);
});

test.each([
  [
    "nested too deeply",
    "asyncapi.json",
    `{"asyncapi":"3.0.0","x":${"[".repeat(50_000)}${"]".repeat(50_000)}}`,
  ],
  [
    "multiplied by aliases",
    "asyncapi.yaml",
    `asyncapi: 3.0.0\na: &a [${"x,".repeat(30)}]\n${[..."bcdefgh"]
      .map((name, index) => `${name}: &${name} [${`*${"abcdefgh"[index]},`.repeat(30)}]`)
      .join("\n")}\n`,
  ],
])("a document that is %s is refused", async (_, name, text) => {
  const folder = tempFolder({ [name]: text });
  const { code, err } = await runCli(folder, ["import", "asyncapi", name]);
  expect(code).toBe(2);
  expect(err).toContain(`${name}`);
  expect(err).toMatch(/error (?:json|yaml)-/);
});
