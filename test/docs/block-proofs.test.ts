import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv } from "ajv";
import { expect, test } from "vitest";
import { loadContract } from "../../src/contract/load-contract.js";
import { type CodeBlock, codeBlocks, documentationPages } from "../support/documentation.js";
import { repository } from "../support/repository.js";
import { runCli } from "../support/run-cli.js";
import { tempFolder } from "../support/temp-folder.js";
import { pagesWithOwnTest } from "./pages-with-own-test.js";

const read = (path: string): string => readFileSync(join(repository, path), "utf8");
const blocks = documentationPages().flatMap(codeBlocks);

/** Pages that `npm run docs` writes as a whole, which generated-parts.test.ts compares. */
const generated = ["docs/README.md", "docs/reference/commands.md", "docs/reference/rules.md"];

/** The text between the block and what is above it: the lines of comments that end directly above its fence. */
function commentOf({ page, line }: CodeBlock): string {
  return /^<!-- (.*) -->$/.exec(read(page).split("\n")[line - 2] ?? "")?.[1] ?? "";
}

/** Whether the block is in a part that `npm run docs` writes. */
function isGenerated({ page, line }: CodeBlock): boolean {
  const above = read(page).split("\n").slice(0, line).join("\n");
  return generated.includes(page) || above.lastIndexOf("<!-- begin ") > above.lastIndexOf("<!-- end ");
}

/** How a block is proved; `undefined` if by nothing. */
function proofOf(block: CodeBlock): string | undefined {
  const { page, language, text } = block;
  const own = pagesWithOwnTest[page];
  if (own !== undefined) return own;
  if (isGenerated(block)) return "test/docs/generated-parts.test.ts";
  const [, kind, what] = /^(proved by|file): (.*)$/.exec(commentOf(block)) ?? [];
  if (kind === "proved by") return what;
  if (language === "json") return kind === "file" ? "test/docs/block-proofs.test.ts" : undefined;
  // compiled, or checked for commands, options and syntax
  if (["ts", "sh", "yaml"].includes(language)) return "test/docs/code-blocks.test.ts";
  const hasOutput = !text.split("\n").every((line) => line === "" || line.startsWith("$ "));
  return language === "console" && !hasOutput ? "test/docs/code-blocks.test.ts" : undefined;
}

test("every block is proved by a test, as a comment above it says where its language does not", () => {
  expect(blocks.length).toBeGreaterThan(300);
  const unproved = blocks.filter((block) => proofOf(block) === undefined);
  expect(unproved.map(({ page, line }) => `${page}:${line}`)).toEqual([]);
});

test("a test that a block names has the block's page, or text of the block", () => {
  const named = blocks.flatMap((block) => {
    const [, path] = /^proved by: (.*)$/.exec(commentOf(block)) ?? [];
    return path === undefined ? [] : [{ block, source: read(path) }];
  });
  expect(named.length).toBeGreaterThan(5);
  const unnamed = named.filter(({ block: { page, text }, source }) => {
    const lastWords = text.trimEnd().split(": ").at(-1) ?? "";
    return !source.includes(page) && !source.includes(lastWords);
  });
  expect(unnamed.map(({ block: { page, line } }) => `${page}:${line}`)).toEqual([]);
});

test("each JSON block is what its file may have", () => {
  const ajv = new Ajv({ strict: false, validateFormats: false });
  const names = ["contract", "event", "review"];
  for (const name of names)
    ajv.addSchema(JSON.parse(read(`json-schemas/${name}.schema.json`)), `${name}.schema.json`);
  const files = blocks.flatMap((block) => {
    const [, name] = /^file: (\w+)\.json$/.exec(commentOf(block)) ?? [];
    return name === undefined ? [] : [{ block, name }];
  });
  expect(files.length).toBeGreaterThan(10);
  expect(new Set(files.map(({ name }) => name))).toEqual(new Set(names));
  const wrong = files.flatMap(({ block: { page, line, text }, name }) => {
    const value = JSON.parse(text) as { readonly $schema?: string };
    const isValid = ajv.validate(`${name}.schema.json`, value);
    const isNamed =
      value.$schema === undefined || value.$schema.endsWith(`/json-schemas/${name}.schema.json`);
    return isValid && isNamed ? [] : [`${page}:${line} ${ajv.errorsText()}`];
  });
  expect(wrong).toEqual([]);
});

test("the folder in docs/reference/schema-files.md is read as it says", async () => {
  const [tree] = blocks.filter(
    ({ page, text }) => page.endsWith("schema-files.md") && text.startsWith("schemas/"),
  );
  const names = [...(tree?.text ?? "").matchAll(/^ +((?:[\w/*.-]+ )+) /gm)].map(([, name = ""]) =>
    name.trim(),
  );
  expect(names).toEqual([
    "contract.json",
    "_shared/money.json",
    "order_paid/",
    "event.json",
    "v1.json",
    "examples/v1/valid/*.json",
  ]);
  const { contract, findings } = await loadContract(
    new Map([
      ["contract.json", "{}"],
      ["_shared/money.json", '{ "type": "integer" }'],
      ["order_paid/event.json", "{}"],
      ["order_paid/v1.json", '{ "properties": { "total": { "$ref": "../_shared/money.json" } } }'],
      ["order_paid/v2.json", "{}"],
      ["order_paid/examples/v1/valid/one.json", '{ "total": 1 }'],
      ["order_paid/examples/v1/invalid/one.json", '{ "total": "1" }'],
      ["order/shipped/v1.json", "{}"],
    ]),
  );
  expect(findings).toEqual([]);
  expect(contract?.events.map(({ name }) => name)).toEqual(["order.shipped", "order_paid"]);
});

test("the drawing in docs/how-to/topology.md is what topology prints of such a contract", async () => {
  const folder = tempFolder({
    "schemas/contract.json": {
      exchange: { name: "events", type: "topic" },
      services: {
        "svc-order": { vhost: "/svc-order", publishes: ["order_paid"] },
        "svc-billing": {
          vhost: "/svc-billing",
          publishes: ["invoice_issued"],
          consumes: { order_paid: { queue: { name: "svc-billing.order_paid" } } },
        },
      },
    },
    "schemas/order_paid/v1.json": {},
    "schemas/invoice_issued/v1.json": {},
  });
  const { out } = await runCli(folder, ["topology", "--format", "text"]);
  const [drawing] = blocks.filter(({ page, text }) => page.endsWith("topology.md") && text.includes("┌"));
  const words = new Set(drawing?.text.match(/[/\w][\w.-]*[\w]/g));
  for (const word of ["exchange", "publishes", "consumes"]) words.delete(word);
  expect(words.size).toBeGreaterThan(7);
  expect([...words].filter((word) => !out.includes(word))).toEqual([]);
});

test("the CODEOWNERS in docs/how-to/continuous-integration.md own the file that approvals are read from", () => {
  const [owners] = blocks.filter(
    ({ page, text }) => page.endsWith("continuous-integration.md") && text.includes("@acme"),
  );
  expect(owners?.text).toMatch(/^\/schemas\/review\.json @/m);
  expect(read("src/review/judge-changes.ts")).toContain('sources.get("review.json")');
});
