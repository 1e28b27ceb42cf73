import type { PayloadStep } from "../../src/findings/finding.js";
import { generateSdk, loadContract, runtimeFiles } from "../../src/index.js";
import { findUses } from "../../src/uses/find-uses.js";
import type { WantedUse } from "../../src/uses/wanted.js";
import { tempFolder, writeFiles } from "../support/temp-folder.js";

const money = {
  type: "object",
  required: ["amount", "currency"],
  properties: { amount: { type: "integer" }, currency: { $ref: "#/$defs/currency" } },
  $defs: { currency: { enum: ["EUR", "GBP", "USD"] } },
};

const paid = {
  type: "object",
  required: ["orderId", "total", "lines"],
  properties: {
    orderId: { type: "string" },
    total: { $ref: "../_shared/money.json" },
    method: { enum: ["card", "wallet"] },
    note: { enum: ["fragile", null] },
    level: { enum: [1, 2, -3] },
    state: { const: "final" },
    tags: { type: "array", items: { enum: ["gift", "express"] } },
    "gift-wrap": { type: "boolean" },
    lines: {
      type: "array",
      items: {
        type: "object",
        required: ["sku"],
        properties: { sku: { type: "string" }, price: { $ref: "../_shared/money.json" } },
      },
    },
    payer: {
      oneOf: [
        {
          type: "object",
          required: ["kind", "name"],
          properties: { kind: { const: "person" }, name: { type: "string" } },
        },
        {
          type: "object",
          required: ["kind", "vat"],
          properties: { kind: { const: "company" }, vat: { type: "string" } },
        },
      ],
    },
  },
};

/** A contract with two events, one in two versions; `total` and `refund` are of one shared definition. */
export const schemas: Readonly<Record<string, unknown>> = {
  "_shared/money.json": money,
  "order_paid/v1.json": paid,
  "order_paid/v2.json": { type: "object", required: ["total"], properties: { total: { type: "string" } } },
  "order_cancelled/v1.json": {
    type: "object",
    properties: {
      fee: { $ref: "../_shared/money.json#/$defs/currency" },
      refund: { $ref: "../_shared/money.json" },
      method: { enum: ["card", "wallet"] },
    },
  },
};

const text = (content: unknown): string => JSON.stringify(content);

/** The SDK of a contract, by path in its folder. */
export async function sdkOf(
  contents: Readonly<Record<string, unknown>>,
): Promise<ReadonlyMap<string, string>> {
  const files = new Map(Object.entries(contents).map(([path, content]) => [path, text(content)]));
  const { contract, findings } = await loadContract(files);
  if (!contract) throw new Error(text(findings));
  return (await generateSdk(contract, { runtime: runtimeFiles() })).files;
}

let usual: Promise<ReadonlyMap<string, string>> | undefined;

/** A repository with the SDK in `generated/`, or elsewhere, and this code. */
export async function shop(
  code: Readonly<Record<string, unknown>>,
  sdkFolder = "generated",
): Promise<string> {
  const folder = tempFolder(code);
  usual ??= sdkOf(schemas);
  const sdk = await usual;
  writeFiles(
    folder,
    Object.fromEntries([...sdk].map(([path, content]) => [`${sdkFolder}/${path}`, content])),
  );
  return folder;
}

/** The uses of one thing, each as `file:line:column what`. */
export function usesOf(base: string, wanted: WantedUse, roots: readonly string[] = ["."]): readonly string[] {
  const { uses, unresolved, notes } = findUses({ base, roots, wanted: new Map([["it", wanted]]) });
  const found = uses.get("it") ?? [];
  return [
    ...found.map(({ file, line, column, what }) => `${file}:${line}:${column} ${what}`),
    ...[...unresolved.values(), ...notes].map((reason) => `! ${reason}`),
  ];
}

export function property(...path: readonly PayloadStep[]): WantedUse {
  return { kind: "property", event: "order_paid", versions: ["v1"], path };
}

export function value(value: string | number | boolean | null, ...path: readonly PayloadStep[]): WantedUse {
  return { kind: "value", event: "order_paid", versions: ["v1"], path, value };
}
