// @module-tag long
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isValid } from "../../src/compat/prove/evaluate.js";
import type { Node } from "../../src/compat/prove/node.js";
import { NodeTable } from "../../src/compat/prove/node-table.js";
import { writerBundle } from "../../src/contract/close-schema.js";
import { isObject, type Json } from "../../src/json/json.js";
import { bundlesOf } from "../../src/sdk/generate-sdk.js";
import { applicatorDocuments, applicatorValues } from "../support/arbitrary-applicators.js";
import { caseSchemas, caseValues } from "../support/arbitrary-cases.js";
import { schemas, values } from "../support/arbitrary-schema.js";
import { type Account, newAccount } from "../support/declared-names.js";
import { lawSeeds } from "../support/law-seeds.js";
import { type Files, load } from "../support/load.js";
import { writings } from "../support/writings.js";
import { typedSchemas, typedValues } from "../types/arbitrary-typed-schema.js";

const runs = lawSeeds("RABBITGEN_PROPERTY", 300);

/** One message: whether both forms of a schema accept it, and what accounts for its properties. */
interface Judged {
  readonly read: boolean;
  readonly write: boolean;
  readonly account: Account;
}

/** Random schemas with messages over the same names. */
const families: readonly (readonly [what: string, fc.Arbitrary<unknown>, fc.Arbitrary<unknown>])[] = [
  ["plain schemas", schemas, values],
  ["schemas with conditions, dependent schemas and references", typedSchemas, typedValues],
  ["schemas with every applicator", applicatorDocuments, applicatorValues],
  ["schemas that describe members in several cases", caseSchemas, caseValues],
];
const someWriting = fc.constantFrom(...Object.values(writings));

describe.each(families)("%s", (what, some, candidates) => {
  const several = fc.array(candidates, { minLength: 60, maxLength: 60 }) as fc.Arbitrary<Json[]>;

  test.each(runs)(
    "law: the writer's form accepts exactly what declares each property, from seed $seed",
    async ({ seed, numRuns }) => {
      const counts = { accepted: 0, refused: 0 };
      await fc.assert(
        fc.asyncProperty(some, someWriting, several, async (schema, writing, messages) => {
          const more = messages.flatMap((message, index) => grown(message, index));
          for (const { message, read, write, account } of await judge(writing(schema), [
            ...messages,
            ...more,
          ])) {
            // What the writer's form accepts, the schema as written accepts.
            if (!read) expect(write, message).toBe(false);
            else if (account.isDeclared) expect(write, message).toBe(true);
            else if (!account.mayBeDeclared && isExact(schema)) expect(write, message).toBe(false);
            if (read) counts[write ? "accepted" : "refused"] += 1;
          }
        }),
        { numRuns, seed },
      );
      console.log(`${what}: ${JSON.stringify(counts)}`);
      expect(Math.min(counts.accepted, counts.refused)).toBeGreaterThan(numRuns / 10);
    },
    300_000,
  );
});

test.each<readonly [string, object, readonly Json[]]>([
  [
    "objects, which branches tell apart, beside values that several accept",
    { anyOf: ["a", "b"].map((kind) => kindOf(kind, { data: { properties: { [`in_${kind}`]: true } } })) },
    ["text", 1, null, [], { kind: "a", data: { in_a: 1 } }],
  ],
  [
    "tuples beside values of another kind",
    {
      oneOf: [
        { type: "array", prefixItems: [{ const: "a" }, { properties: { in_a: true } }], minItems: 2 },
        { type: "array", prefixItems: [{ const: "b" }, { properties: { in_b: true } }], minItems: 2 },
        { type: "string" },
      ],
    },
    ["text", ["a", { in_a: 1 }], ["b", { in_b: 1 }]],
  ],
])("the forms for proofs and for validators accept %s", async (_, schema, messages) => {
  const judged = await judge(
    { "event/v1.json": { properties: { m: schema } } },
    messages.map((m) => ({ m })),
  );
  expect(judged.map(({ write, message }) => (write ? message : "refused"))).toEqual(
    messages.map((m) => JSON.stringify({ m })),
  );
});

function kindOf(kind: string, properties: object): object {
  return { properties: { kind: { const: kind }, ...properties }, required: ["kind"] };
}

/**
 * Where `unevaluatedProperties` or `unevaluatedItems` stands under a condition, JSON Schema has no words for what it
 * leaves to describe: the writer's form may accept undeclared properties inside.
 */
function isExact(schema: unknown): boolean {
  return !JSON.stringify(schema).includes('"unevaluated');
}

/** A message with one more member, at two of the places where it could have one. */
function grown(message: Json, index: number): Json[] {
  const all = [...withMember(message)];
  return [index, index * 7 + 3].flatMap((each) => all[each % Math.max(all.length, 1)] ?? []);
}

/** A value with one more member of some name, at each place in it. */
function* withMember(value: Json): Generator<Json> {
  if (Array.isArray(value)) {
    for (const [index, item] of value.entries())
      for (const inner of withMember(item as Json)) yield value.with(index, inner as never);
  } else if (isObject(value)) {
    for (const name of ["a", "b", "c", "z"]) {
      const free = Object.hasOwn(value, name) ? [] : ["x", {}];
      for (const member of free) yield { ...value, [name]: member };
    }
    for (const [name, inner] of Object.entries(value))
      for (const changed of withMember(inner)) yield { ...value, [name]: changed };
  }
}

async function judge(files: Files, messages: readonly Json[]): Promise<(Judged & { message: string })[]> {
  const { contract } = await load(files);
  const [version] = contract?.events[0]?.versions ?? [];
  // Some schemas apply themselves to the same value for ever, and are refused.
  if (contract === undefined || version === undefined) return [];
  const { reader, writer = reader } = bundlesOf(version, contract);
  const proving = writerBundle(version.location, contract.definitions, { unions: "alternatives" });
  const table = new NodeTable();
  const [read, write, prove] = [reader, writer, proving].map((bundle) => table.add(bundle)) as [
    Node,
    Node,
    Node,
  ];
  const accountOf = newAccount(reader);
  return messages.map((message) => {
    const isRead = isValid(read, message);
    expect(isValid(prove, message), "the two forms of unions").toBe(isValid(write, message));
    return {
      message: JSON.stringify(message),
      read: isRead,
      write: isValid(write, message),
      account: isRead ? accountOf(message) : { isDeclared: false, mayBeDeclared: false },
    };
  });
}
