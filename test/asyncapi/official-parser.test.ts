// @module-tag packages
import { describe, expect, test } from "vitest";
import { referencesIn } from "../bundle/standalone.js";
import { repository, sharedData } from "../support/repository.js";
import { tempFolder } from "../support/temp-folder.js";
import { documentOf, inSchemas } from "./document-of.js";
import { fullContract } from "./full-contract.js";
import { hostileContract, hostileTexts } from "./hostile-contract.js";
import { parseDocument } from "./parse-document.js";

/** Every text in a value, keys included. */
function textsIn(value: unknown): string[] {
  if (typeof value === "string") return [value];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => [key, ...textsIn(inner)]);
}

describe("AsyncAPI's parser has no objection to the document of", () => {
  test("this repository's contract", async () => {
    const { text, yaml } = await documentOf(repository);
    const { document, problems } = await parseDocument(text);
    expect(problems).toEqual([]);
    expect((await parseDocument(yaml)).problems).toEqual([]);
    expect(document?.allMessages().length).toBe(10);
    expect(document?.allOperations().filterBySend()).toHaveLength(8);
  });

  test("one service of it", async () => {
    const { text, value } = await documentOf(repository, "--service", "svc-billing");
    expect((await parseDocument(text)).problems).toEqual([]);
    expect(value.info).toMatchObject({ title: "svc-billing", version: "1.0.0" });
    expect(Object.keys(value.operations)).toEqual([
      "svc-billing.send.invoice_issued",
      "svc-billing.receive.order_paid",
      "svc-billing.receive.refund_requested",
    ]);
    expect(Object.keys(value.components.messages)).toEqual([
      "invoice_issued.v1",
      "order_paid.v1",
      "order_paid.v2",
      "refund_requested.v1",
    ]);
    expect(value.components.schemas).not.toHaveProperty("line-item");
  });

  test("a contract with everything", async () => {
    const { text, yaml } = await documentOf(tempFolder(inSchemas(fullContract)));
    expect((await parseDocument(text)).problems).toEqual([]);
    expect((await parseDocument(yaml)).problems).toEqual([]);
  });

  test("a contract of hostile names and texts, none of which is lost or acts", async () => {
    const { text, yaml, value } = await documentOf(tempFolder(inSchemas(hostileContract)));
    expect((await parseDocument(text)).problems).toEqual([]);
    expect((await parseDocument(yaml)).problems).toEqual([]);
    const texts = new Set(textsIn(value));
    expect(hostileTexts.filter((each) => !texts.has(each))).toEqual([]);
    expect(referencesIn(value).filter((each) => !each.startsWith("#/"))).toEqual([]);
    expect(`${text}${yaml}`).not.toMatch(/^\s*::|##\[|\p{Cc}(?<!\n)/mu);
  });
});

test.skipIf(sharedData("eiffel") === undefined)(
  "AsyncAPI's parser has no objection to the document of all Eiffel versions",
  { tags: "real-world-data" },
  async () => {
    const { text } = await documentOf(repository, "--schemas", `${sharedData("eiffel")}/events`);
    const { document, problems } = await parseDocument(text);
    expect(problems).toEqual([]);
    expect(document?.allMessages().length).toBe(222);
  },
);
