import { describe, expect, test } from "vitest";
import type { Json } from "../../src/json/json.js";
import { sampleEvents } from "../../src/samples/index.js";
import { samplesOf, valuesOf, versionOf } from "./version-of.js";

type Members = Readonly<Record<string, Json>>;

const order = {
  type: "object",
  properties: {
    orderId: { type: "string" },
    customer: {
      type: "object",
      properties: {
        email: { type: "string" },
        firstName: { type: "string" },
        country_code: { type: "string", maxLength: 2 },
      },
      required: ["email"],
    },
    total: {
      type: "object",
      properties: {
        amount: { type: "integer", minimum: 0 },
        currency: { type: "string", pattern: "^[A-Z]{3}$" },
      },
      required: ["amount", "currency"],
    },
    status: { enum: ["paid", "open", "failed"] },
    tags: { type: "array", items: { type: "string" }, uniqueItems: true },
    createdAt: { type: "string", format: "date-time" },
    note: { type: ["string", "null"] },
  },
  required: ["orderId", "customer", "total", "status"],
} as const;

describe("valid samples", () => {
  test("look like real events", async () => {
    expect(await samplesOf(order, { count: 2 })).toMatchInlineSnapshot(`
      [
        {
          "createdAt": "2026-03-16T09:47:47Z",
          "customer": {
            "country_code": "IE",
            "email": "aiko.tanaka@example.com",
            "firstName": "Aiko",
          },
          "note": "Second attempt after a timeout.",
          "orderId": "order-97581",
          "status": "open",
          "tags": [
            "wool-blanket",
            "coffee-grinder",
          ],
          "total": {
            "amount": 18951,
            "currency": "GBP",
          },
        },
        {
          "createdAt": "2026-03-19T11:20:22Z",
          "customer": {
            "email": "omar.haddad@example.com",
            "firstName": "Omar",
          },
          "note": null,
          "orderId": "order-62190",
          "status": "failed",
          "tags": [
            "wool-blanket",
            "coffee-grinder",
          ],
          "total": {
            "amount": 12256,
            "currency": "JPY",
          },
        },
      ]
    `);
  });

  test("are the same for the same seed and version, others for another seed, and do not depend on how many there are", async () => {
    const twenty = await samplesOf(order, { count: 20 });
    expect(await samplesOf(order, { count: 20 })).toEqual(twenty);
    expect(await samplesOf(order, { count: 3 })).toEqual(twenty.slice(0, 3));
    expect(await samplesOf(order, { count: 20, seed: 2 })).not.toEqual(twenty);
  });

  test("have every optional property at first, and lack each in some later ones", async () => {
    const [first, ...others] = (await samplesOf(order, { count: 21 })) as readonly Members[];
    expect(Object.keys(first ?? {})).toEqual(Object.keys(order.properties));
    for (const name of ["tags", "createdAt", "note"]) {
      const lacking = others.filter((each) => !Object.hasOwn(each, name)).length;
      expect(lacking, name).toBe(4);
    }
  });

  test("spread the values of an enum, the alternatives of a union, types and booleans over the count", async () => {
    const statuses = await valuesOf({ enum: ["a", "b", "c", "d"] }, 8);
    expect([...statuses].sort()).toEqual(["a", "a", "b", "b", "c", "c", "d", "d"]);
    const kinds = (await valuesOf(
      {
        oneOf: ["card", "bank", "cash"].map((kind) => ({
          type: "object",
          properties: { kind: { const: kind }, [`${kind}Code`]: { type: "integer" } },
          required: ["kind"],
        })),
      },
      6,
    )) as readonly Members[];
    expect(kinds.map(({ kind }) => kind).sort()).toEqual(["bank", "bank", "card", "card", "cash", "cash"]);
    expect(new Set(await valuesOf({ type: "boolean" }, 2))).toEqual(new Set([true, false]));
    expect(
      new Set((await valuesOf({ type: ["string", "integer", "null"] }, 20)).map((each) => typeof each)),
    ).toEqual(new Set(["string", "number", "object"]));
  });

  test("take the examples and defaults of their schemas, and those of the folder as a whole first", async () => {
    expect(await valuesOf({ type: "string", examples: ["SKU-1", "SKU-2"] }, 4)).toEqual(
      expect.arrayContaining(["SKU-1", "SKU-2"]),
    );
    // two properties that say the same and have other examples
    const both = await samplesOf({
      type: "object",
      properties: { a: { type: "string", examples: ["one"] }, b: { type: "string", examples: ["two"] } },
      required: ["a", "b"],
    });
    expect(both).toEqual([{ a: "one", b: "two" }]);
    expect(await valuesOf({ type: "string", minLength: 3, examples: ["no", "yes"] }, 2)).toEqual([
      "yes",
      "yes",
    ]);
    const [event] = await samplesOf(
      order,
      {},
      { "thing/examples/v1/valid/first.json": { ...minimal, orderId: "mine" } },
    );
    expect(event).toEqual({ ...minimal, orderId: "mine" });
    const open = { ...minimal, orderId: "open", undeclared: true };
    const [made] = await samplesOf(order, {}, { "thing/examples/v1/valid/first.json": open });
    expect(made, "readers take it, and no publisher may send it").not.toEqual(open);
  });

  test("are valid files where the engine finds none itself; more than there are need its search", async () => {
    // no automaton decides a backreference
    const schema = {
      type: "object",
      properties: { code: { type: "string", pattern: "^(\\w+)-\\1-(\\w+)-\\2$" } },
      required: ["code"],
    };
    const path = "thing/examples/v1/valid/first.json";
    const { version, contract } = await versionOf(schema, { [path]: { code: "a-a-b-b" } });
    expect(sampleEvents(version, contract)).toEqual({ kind: "samples", samples: [{ code: "a-a-b-b" }] });
    expect(sampleEvents(version, contract, { count: 2 })).toMatchObject({ kind: "unknown" });
    const alone = await versionOf(schema);
    expect(sampleEvents(alone.version, alone.contract)).toMatchObject({ kind: "unknown" });
  });

  test.each([
    ["email", /^[a-z.]+@example\.com$/],
    ["contact_email", /^[a-z.]+@example\.com$/],
    ["firstName", /^[A-Z][a-z]+$/],
    ["city", /^[A-Z][a-z]+$/],
    ["countryCode", /^[A-Z]{2}$/],
    ["billing-country-code", /^[A-Z]{2}$/],
    ["currency", /^[A-Z]{3}$/],
    ["orderId", /^order-\d{5}$/],
    ["order_id", /^order-\d{5}$/],
    ["OrderID", /^order-\d{5}$/],
    ["id", /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/],
    ["createdAt", /^2026-03-\d\dT\d\d:\d\d:\d\dZ$/],
    ["updated_at", /^2026-03-\d\dT\d\d:\d\d:\d\dZ$/],
    ["phone", /^\+\d+$/],
    ["callbackUrl", /^https:\/\/[a-z]+\.example\.com\//],
    ["unitPrice", /^\d+\.\d\d$/],
  ])("fit the name %s", async (name, pattern) => {
    for (const value of await valuesOf({ type: "string" }, 10, name)) expect(value).toMatch(pattern);
  });

  test("follow a name only where the schema allows it", async () => {
    for (const value of await valuesOf({ type: "string", pattern: "^x+$" }, 5, "email"))
      expect(value).toMatch(/^x+$/);
    for (const value of await valuesOf({ type: "integer", maximum: 5, minimum: 4 }, 5, "amount"))
      expect([4, 5]).toContain(value);
    for (const value of await valuesOf({ type: "string", maxLength: 3 }, 5, "city"))
      expect(`${value}`.length).toBeLessThanOrEqual(3);
  });

  test("are made of a pattern where no name fits, a new text each time", async () => {
    const skus = await valuesOf({ type: "string", pattern: "^[A-Z]{3}-[0-9]{6}$" }, 20);
    expect(new Set(skus).size).toBe(20);
    for (const sku of skus) expect(sku).toMatch(/^[A-Z]{3}-\d{6}$/);
    for (const text of await valuesOf({ type: "string", pattern: "^(?=.*\\d)(?!.*x)[a-z\\d]{8,12}$" }, 10))
      expect(text).toMatch(/^(?=.*\d)(?!.*x)[a-z\d]{8,12}$/);
  });

  test("have dates near each other, in the order in which their names say that they are", async () => {
    const dates = {
      createdAt: { type: "string" },
      updatedAt: { type: "string" },
      expiresAt: { type: "string" },
    };
    const schema = { type: "object", properties: dates, required: Object.keys(dates) };
    for (const each of (await samplesOf(schema, { count: 10 })) as readonly Record<string, string>[]) {
      expect(`${each["createdAt"]}` < `${each["updatedAt"]}`).toBe(true);
      expect(`${each["updatedAt"]}` < `${each["expiresAt"]}`).toBe(true);
    }
  });

  test("end, whatever a schema refers to", async () => {
    const tree = {
      $defs: {
        node: {
          type: "object",
          properties: {
            name: { type: "string" },
            children: { type: "array", items: { $ref: "#/$defs/node" } },
          },
          required: ["name"],
        },
      },
      $ref: "#/$defs/node",
    };
    for (const each of await samplesOf(tree, { count: 5 }))
      expect(JSON.stringify(each).length).toBeLessThan(1_000);
    const doubling = Object.fromEntries(
      Array.from({ length: 40 }, (_, level) => [
        `l${level}`,
        {
          type: "object",
          properties: { a: { $ref: `#/$defs/l${level + 1}` }, b: { $ref: `#/$defs/l${level + 1}` } },
        },
      ]),
    );
    const schema = { $defs: { ...doubling, l40: { type: "string" } }, $ref: "#/$defs/l0" };
    for (const each of await samplesOf(schema, { count: 5 }))
      expect(JSON.stringify(each).length).toBeLessThan(100_000);
  });

  test("have members of maps, items of tuples, and what conditions ask for", async () => {
    const map = await valuesOf({ type: "object", additionalProperties: { type: "integer" } }, 5, "labels");
    expect(map.some((each) => Object.keys(each as Members).length > 0)).toBe(true);
    const named = await valuesOf(
      {
        type: "object",
        patternProperties: { "^x-[a-z]{3}$": { type: "integer" } },
        additionalProperties: false,
      },
      5,
    );
    expect(named.some((each) => Object.keys(each as Members).some((name) => /^x-[a-z]{3}$/.test(name)))).toBe(
      true,
    );
    const [tuple] = await valuesOf(
      { type: "array", prefixItems: [{ const: 1 }, { const: 2 }, { const: 3 }], items: false },
      1,
    );
    expect(tuple).toEqual([1, 2, 3]);
    const conditional = (await samplesOf(
      {
        type: "object",
        properties: { kind: { enum: ["a", "b"] }, a: { type: "integer" }, b: { type: "integer" } },
        required: ["kind"],
        if: { properties: { kind: { const: "a" } } },
        then: { required: ["a"] },
        else: { required: ["b"] },
      },
      { count: 20 },
    )) as readonly Members[];
    expect(new Set(conditional.map(({ kind }) => kind))).toEqual(new Set(["a", "b"]));
    const dependent = (await samplesOf(
      {
        type: "object",
        properties: { card: { type: "string" }, billing: { type: "string" } },
        dependentRequired: { card: ["billing"] },
      },
      { count: 20 },
    )) as readonly Members[];
    expect(dependent.some((each) => Object.hasOwn(each, "card"))).toBe(true);
  });
});

const minimal = {
  orderId: "o-1",
  customer: { email: "a@example.com" },
  total: { amount: 1, currency: "EUR" },
  status: "paid",
} as const;

describe("a schema without samples", () => {
  test("is called unsatisfiable, with the innermost place that nothing satisfies", async () => {
    const { version, contract } = await versionOf({
      type: "object",
      properties: {
        total: {
          type: "object",
          properties: { amount: { type: "integer", minimum: 5, maximum: 4 } },
          required: ["amount"],
        },
      },
      required: ["total"],
    });
    expect(sampleEvents(version, contract)).toEqual({
      kind: "unsatisfiable",
      where: "thing/v1.json#/properties/total/properties/amount",
      why: "no value is valid under this schema",
    });
  });

  test("says that consumers would take some, where publishers can send none", async () => {
    const { version, contract } = await versionOf({
      type: "object",
      properties: { a: { type: "string" } },
      minProperties: 2,
    });
    expect(sampleEvents(version, contract)).toMatchObject({
      kind: "unsatisfiable",
      why: expect.stringContaining("publishers"),
    });
    expect(sampleEvents(version, contract, { as: "consumer" })).toMatchObject({ kind: "samples" });
  });

  test("is not called so where it takes too much to find out", async () => {
    const { version, contract } = await versionOf({ type: "string", minLength: 5_000_000 });
    expect(sampleEvents(version, contract)).toMatchObject({ kind: "unknown" });
  });

  test("is reported where only integers are left that JavaScript cannot distinguish", async () => {
    const { version, contract } = await versionOf({
      type: "integer",
      minimum: 9_007_199_254_740_994,
      maximum: 9_007_199_254_740_998,
    });
    const made = sampleEvents(version, contract);
    expect(made.kind === "samples" ? "" : made.why).toContain("cannot distinguish from adjacent integers");
  });
});
