import { expect, test } from "vitest";
import { loadGood } from "../support/load.js";
import { tempFolder } from "../support/temp-folder.js";
import { typeCheck } from "../support/type-check.js";
import { typeFiles } from "../support/types.js";

const number = { type: "number" };
const weighed = { properties: { weight: number }, required: ["weight"] };
const is = (value: unknown): unknown => ({ properties: { kind: { const: value } } });
const parcels = { $defs: { kind: { enum: ["parcel", "pallet"] }, parcel: is("parcel") } };

function withKind(kind: unknown, condition: unknown): Record<string, unknown> {
  return {
    ...parcels,
    type: "object",
    properties: { kind },
    required: ["kind"],
    if: condition,
    then: weighed,
  };
}

const kinds = { enum: ["parcel", "pallet"] };

/** Ways to say that a parcel has a weight and a pallet need not. */
const parcelForms: Readonly<Record<string, unknown>> = {
  enum: withKind(kinds, is("parcel")),
  local_reference: withKind({ $ref: "#/$defs/kind" }, is("parcel")),
  other_file: withKind({ $ref: "../_shared/kind.json" }, is("parcel")),
  described_reference: withKind({ $ref: "#/$defs/kind", description: "What it is." }, is("parcel")),
  all_of_enums: withKind(
    { allOf: [{ $ref: "#/$defs/kind" }, { enum: ["letter", "pallet", "parcel"] }] },
    is("parcel"),
  ),
  one_of_constants: withKind({ oneOf: [{ const: "parcel" }, { const: "pallet" }] }, is("parcel")),
  condition_by_reference: withKind(kinds, { $ref: "#/$defs/parcel" }),
  condition_in_all_of: withKind(kinds, { allOf: [{ type: "object" }, is("parcel")] }),
  not: withKind(kinds, { not: is("pallet") }),
  not_not: withKind(kinds, { not: { not: is("parcel") } }),
  member_is_not: withKind(kinds, { properties: { kind: { not: { const: "pallet" } } } }),
  any_of: withKind(kinds, { anyOf: [is("parcel"), is("letter")] }),
  one_of: withKind(kinds, { oneOf: [is("parcel"), is("letter")] }),
  required_too: withKind(kinds, { ...(is("parcel") as object), required: ["kind"] }),
  pattern: withKind(kinds, { properties: { kind: { pattern: "^par" } } }),
  length: withKind({ $ref: "#/$defs/kind" }, { properties: { kind: { minLength: 6, pattern: "rc" } } }),
  else: {
    ...parcels,
    type: "object",
    properties: { kind: kinds },
    required: ["kind"],
    if: is("pallet"),
    else: weighed,
  },
  in_a_branch: {
    oneOf: [
      withKind({ $ref: "#/$defs/kind" }, is("parcel")),
      { type: "object", properties: { kind: { const: "letter" } }, required: ["kind"] },
    ],
    ...parcels,
  },
};

const parcelUses = `
const parcel: T = { kind: "parcel", weight: 1 };
const pallet: T = { kind: "pallet" };
// @ts-expect-error
const unweighed: T = { kind: "parcel" };
function weigh(event: T): number {
  switch (event.kind) {
    case "parcel": return event.weight;
    case "pallet": return 0;
    default: return 1;
  }
}
export const uses = [parcel, pallet, unweighed, weigh];
`;

const object = { type: "object" };

/** Conditions on other kinds of members, each with uses of its type `T`. */
const otherForms: Readonly<Record<string, readonly [schema: unknown, uses: string]>> = {
  flag: [
    {
      ...object,
      properties: { ok: { type: "boolean" } },
      required: ["ok"],
      allOf: [
        {
          if: { properties: { ok: { const: true } } },
          then: { properties: { value: number }, required: ["value"] },
        },
        {
          if: { properties: { ok: { const: false } } },
          then: { properties: { error: { type: "string" } }, required: ["error"] },
        },
      ],
    },
    `export const takes: T[] = [{ ok: true, value: 1 }, { ok: false, error: "x" }];
// @ts-expect-error
export const without: T = { ok: true };
// @ts-expect-error
export const withoutError: T = { ok: false, value: 1 };
export const read = (event: T): number | string => (event.ok ? event.value : event.error);`,
  ],
  two_members: [
    {
      ...object,
      properties: { kind: { enum: ["a", "b"] }, size: { enum: ["s", "l"] } },
      required: ["kind", "size"],
      if: { properties: { kind: { const: "a" }, size: { const: "s" } } },
      then: weighed,
    },
    `export const takes: T[] = [{ kind: "a", size: "s", weight: 1 }, { kind: "a", size: "l" }, { kind: "b", size: "s" }];
// @ts-expect-error
export const without: T = { kind: "a", size: "s" };
export const read = (event: T): number => (event.kind === "a" && event.size === "s" ? event.weight : 0);`,
  ],
  any_of_three: [
    {
      ...object,
      properties: { kind: { enum: ["a", "b", "c"] } },
      required: ["kind"],
      if: { anyOf: [is("a"), is("b")] },
      then: weighed,
    },
    `export const takes: T[] = [{ kind: "a", weight: 1 }, { kind: "b", weight: 1 }, { kind: "c" }];
// @ts-expect-error
export const without: T = { kind: "b" };
export const read = (event: T): number => (event.kind === "c" ? 0 : event.weight);`,
  ],
  null_or_not: [
    {
      ...object,
      properties: { paid: { type: ["string", "null"] } },
      required: ["paid"],
      if: { properties: { paid: { type: "null" } } },
      then: weighed,
    },
    `export const takes: T[] = [{ paid: null, weight: 1 }, { paid: "x" }];
// @ts-expect-error
export const without: T = { paid: null };`,
  ],
  least: [
    {
      ...object,
      properties: { level: { enum: [1, 2, 3] } },
      required: ["level"],
      if: { properties: { level: { minimum: 2 } } },
      then: weighed,
    },
    `export const takes: T[] = [{ level: 1 }, { level: 2, weight: 1 }];
// @ts-expect-error
export const without: T = { level: 3 };
export const read = (event: T): number => (event.level === 1 ? 0 : event.weight);`,
  ],
  nested: [
    {
      ...object,
      properties: { meta: { ...object, properties: { kind: { enum: ["a", "b"] } }, required: ["kind"] } },
      required: ["meta"],
      if: { properties: { meta: is("a") } },
      then: weighed,
    },
    `export const takes: T[] = [{ meta: { kind: "a" }, weight: 1 }, { meta: { kind: "b" } }];
// @ts-expect-error
export const without: T = { meta: { kind: "a" } };`,
  ],
  nested_in_then: [
    {
      ...object,
      properties: {
        pay: { ...object, properties: { kind: { enum: ["card", "iban"] } }, required: ["kind"] },
      },
      required: ["pay"],
      if: { properties: { pay: is("card") } },
      then: { properties: { pay: { properties: { last4: { type: "string" } }, required: ["last4"] } } },
    },
    `export const takes: T[] = [{ pay: { kind: "card", last4: "1" } }, { pay: { kind: "iban" } }];
// @ts-expect-error
export const without: T = { pay: { kind: "card" } };
export const read = ({ pay }: T): string => ("last4" in pay ? pay.last4 : pay.kind);`,
  ],
  both_present: [
    {
      ...object,
      properties: { from: number, to: number },
      if: { required: ["from", "to"] },
      then: weighed,
    },
    `export const takes: T[] = [{ from: 1, to: 2, weight: 3 }, { from: 1 }, { to: 1 }, {}];
// @ts-expect-error
export const without: T = { from: 1, to: 2 };`,
  ],
  recursive: [
    {
      ...object,
      properties: { kind: { enum: ["a", "b"] }, inner: { $ref: "#" } },
      required: ["kind"],
      if: { properties: { inner: { $ref: "#" }, kind: { const: "a" } } },
      then: { properties: { weight: number } },
    },
    `export const takes: T[] = [{ kind: "a", weight: 1, inner: { kind: "b" } }, { kind: "b" }];
// @ts-expect-error
export const other: T = { kind: "c" };`,
  ],
};

test("a condition on a member's values becomes a union that narrows, however it is written", async () => {
  const forms = new Map([
    ...Object.entries(parcelForms).map(([name, schema]) => [name, [schema, parcelUses]] as const),
    ...Object.entries(otherForms),
  ]);
  const schemas = [...forms].map(([name, [schema]]) => [`${name}/v1.json`, schema] as const);
  const contract = await loadGood({ "_shared/kind.json": kinds, ...Object.fromEntries(schemas) });
  const files = Object.fromEntries(await typeFiles(contract));
  for (const [name, [, uses]] of forms) {
    const type = `${name.replaceAll(/(?:^|_)(.)/g, (_, first: string) => first.toUpperCase())}V1`;
    files[`${name}.ts`] = `import type { ${type} as T } from "./events/${name}/v1.types.js";\n${uses}`;
  }
  expect(await typeCheck(tempFolder(files), { isolatedDeclarations: false })).toEqual([]);
});
