import { describe, expect, test } from "vitest";
import { placeholderSource } from "../../src/contract/placeholder-source.js";
import { parseRoutingKey } from "../../src/contract/routing-key.js";
import { load, loadGood } from "../support/load.js";

describe("a routing key", () => {
  test.each([
    ["order.paid", ["order.paid"]],
    ["order.{region}.paid", ["order.", { placeholder: "region" }, ".paid"]],
    ["{a}", [{ placeholder: "a" }]],
    ["v{a.b}-{c}", ["v", { placeholder: "a.b" }, "-", { placeholder: "c" }]],
    ["{a}{a}", [{ placeholder: "a" }, { placeholder: "a" }]],
    [
      "{@id}.{user-id}.{größe}",
      [{ placeholder: "@id" }, ".", { placeholder: "user-id" }, ".", { placeholder: "größe" }],
    ],
  ])("%s is taken apart", (text, parts) => expect(parseRoutingKey(text)).toEqual({ parts }));

  test.each([
    ["{", /"\{" without a "\}"/],
    ["}", /"\}" without a "\{"/],
    ["a}b{c}", /"\}" without a "\{"/],
    ["{a}}", /"\}" without a "\{"/],
    ["{{a}}", /inside a placeholder/],
    ["{a.{b}}", /inside a placeholder/],
    ["{a", /"\{" without a "\}"/],
    ["{}", /without a name/],
    ["{.}", /empty name/],
    ["{a..b}", /empty name/],
    ["{.a}", /empty name/],
    ["{a b}", /white space/],
    ["{*}", /white space/],
  ])("%s is malformed", async (routingKey, problem) => {
    expect(parseRoutingKey(routingKey).problem).toMatch(problem);
    const { findings } = await load({
      "paid/event.json": { routingKey },
      "paid/v1.json": { type: "object" },
    });
    expect(findings.map(({ rule, file, pointer }) => [rule, file, pointer])).toEqual([
      ["routing-key-placeholder", "paid/event.json", "/routingKey"],
    ]);
    expect(findings[0]?.message).toMatch(problem);
    expect(findings[0]?.help).toMatch(/\{region\}/);
  });

  test("is a name, whatever it has, where it is the event's", async () => {
    const contract = await loadGood({ "a{b/v1.json": { type: "object" } });
    expect(contract.events[0]).toMatchObject({ routingKey: "a{b", keyTemplate: { parts: ["a{b"] } });
  });

  test("may be as long as its shortest key allows", async () => {
    const rules = async (routingKey: string) =>
      (await load({ "paid/event.json": { routingKey }, "paid/v1.json": { type: "object" } })).findings.map(
        ({ rule }) => rule,
      );
    expect(await rules(`${"x".repeat(254)}{${"n".repeat(50)}}`)).toEqual([]);
    expect(await rules(`${"x".repeat(255)}{n}`)).toEqual(["name-too-long"]);
  });
});

const text = { type: "string" };
const object = (properties: object, required: readonly string[] = Object.keys(properties)) => ({
  type: "object",
  properties,
  required,
});

/** Where v1 has the value of a placeholder from. */
async function source(placeholder: string, schema: unknown) {
  const { events, definitions } = await loadGood({ "paid/v1.json": schema });
  const [version] = events[0]?.versions ?? [];
  if (version === undefined) throw new Error("no version");
  return placeholderSource(version, placeholder, definitions);
}

describe("the value of a placeholder", () => {
  test.each<[string, unknown, unknown]>([
    ["region", object({ region: text }), "any"],
    ["region", object({ region: { type: "integer" } }), "integer"],
    ["region", object({ region: { type: "boolean" } }), ["true", "false"]],
    ["region", object({ region: { enum: ["eu", 5, true] } }), ["eu", "5", "true"]],
    ["region", object({ region: { const: "eu" } }), ["eu"]],
    ["region", object({ region: { type: ["string", "integer"] } }), "any"],
    ["region", object({ region: { type: "number", enum: [1, 2] } }), ["1", "2"]],
    ["region", object({ region: { type: "string", enum: ["eu", null] } }), ["eu"]],
    ["a.b.c", object({ a: object({ b: object({ c: text }) }) }), "any"],
    [
      "region",
      { $ref: "#/$defs/o", $defs: { o: object({ region: { $ref: "#/$defs/r" } }), r: text } },
      "any",
    ],
    ["region", { allOf: [object({ region: {} }), { properties: { region: { enum: ["eu"] } } }] }, ["eu"]],
    [
      "region",
      {
        ...object({ region: text }, []),
        anyOf: [{ required: ["region"] }, { type: "object", required: ["region", "b"] }],
      },
      "any",
    ],
    [
      "region",
      { oneOf: [object({ region: { const: "a" } }), object({ region: { const: "b" } })] },
      ["a", "b"],
    ],
    [
      "region",
      {
        ...object({ region: text }, []),
        if: { minProperties: 3 },
        then: { required: ["region"] },
        else: { required: ["region"] },
      },
      "any",
    ],
  ])("%s is read from the payload of %j", async (placeholder, schema, values) =>
    expect(await source(placeholder, schema)).toEqual({
      kind: "payload",
      path: placeholder.split("."),
      values,
    }),
  );

  test.each<[string, unknown]>([
    ["region", object({ id: text })],
    ["region", {}],
    ["region", true],
    ["region", { type: "object", additionalProperties: text }],
    ["a.b", object({ a: text })],
    ["a.b", object({ a: object({ c: text }) }, [])],
    ["toString", object({ id: text })],
    ["__proto__", object({ id: text })],
    ["region", { type: "object", not: { required: ["region"] } }],
  ])("%s is given to publish for %j", async (placeholder, schema) =>
    expect(await source(placeholder, schema)).toEqual({ kind: "publish" }),
  );

  test.each<[string, unknown, RegExp]>([
    ["region", object({ region: text }, []), /"region" of v1 is optional/],
    ["a.b", object({ a: object({ b: text }) }, []), /"a" of v1 is optional/],
    ["a.b", object({ a: object({ b: text }, []) }), /"a\.b" of v1 is optional/],
    ["region", object({ region: { type: "number" } }), /a number with a fraction/],
    ["region", object({ region: { type: ["string", "null"] } }), /may be null/],
    ["region", object({ region: {} }), /may be null, a number with a fraction, an array or an object/],
    ["region", object({ region: { enum: ["eu", 1.5] } }), /a number with a fraction/],
    ["region", object({ region: { type: "array" } }), /may be an array/],
    ["region", { properties: { region: text }, required: ["region"] }, /something other than an object/],
    ["a.b", object({ a: { properties: { b: text }, required: ["b"] } }), /"a" of v1 may be something other/],
    ["region", { anyOf: [object({ region: text }), object({ id: text })] }, /optional/],
    [
      "region",
      { type: "object", dependentRequired: { a: ["region"] }, properties: { region: text } },
      /optional/,
    ],
    [
      "region",
      { ...object({ region: text }, []), if: { required: ["a"] }, then: { required: ["region"] } },
      /optional/,
    ],
  ])("%s is not certain in %j", async (placeholder, schema, why) => {
    const found = await source(placeholder, schema);
    expect(found).toMatchObject({ kind: "unusable", why: expect.stringMatching(why) });
    const { findings } = await load({
      "paid/event.json": { routingKey: `paid.{${placeholder}}` },
      "paid/v1.json": schema,
    });
    expect(findings.map(({ rule, file, pointer, severity }) => [rule, file, pointer, severity])).toEqual([
      ["routing-key-placeholder", "paid/event.json", "/routingKey", "error"],
    ]);
  });

  test("differs from version to version", async () => {
    const { events, definitions } = await loadGood({
      "paid/event.json": { routingKey: "paid.{region}" },
      "paid/v1.json": object({ id: text }),
      "paid/v2.json": object({ region: text }),
    });
    const kinds = events[0]?.versions.map(
      (version) => placeholderSource(version, "region", definitions).kind,
    );
    expect(kinds).toEqual(["publish", "payload"]);
  });
});

describe("bind in contract.json", () => {
  const said = async (consumption: object, event: object = {}, more: object = {}) => {
    const { findings } = await load({
      "contract.json": { services: { svc: { consumes: { paid: consumption } } } },
      "paid/event.json": { routingKey: "paid.{region}.{id}", ...event },
      "paid/v1.json": object({ region: { enum: ["eu", "us"] }, id: { type: "integer" } }),
      ...more,
    });
    return findings.map(({ rule, pointer, message, help }) => `${rule} ${pointer} ${message} ${help}`);
  };
  const at = "/services/svc/consumes/paid";

  test.each(["paid.eu.*", "paid.*.12", "paid.us.0", "#", "paid.#", "*.*.*", "#.eu.#", "paid.#.-5"])(
    "%s is a binding",
    async (bind) => expect(await said({ bind })).toEqual([]),
  );

  test.each(["paid.asia.*", "paid.*.x", "paid.eu.01", "paid.eu", "paid.*.*.#.x", "paid.us.1.5", "eu.#"])(
    "%s matches no key",
    async (bind) => {
      expect(await said({ bind })).toEqual([
        expect.stringMatching(`^bind-unusable ${at}/bind .*none of its`),
      ]);
      expect(await said({ bind: ["paid.#", bind] })).toEqual([
        expect.stringMatching(`^bind-unusable ${at}/bind/1 `),
      ]);
    },
  );

  test("is judged by the versions that the service reads", async () => {
    const more = { "paid/v2.json": object({ region: text, id: text }) };
    expect(await said({ bind: "paid.asia.x" }, {}, more)).toEqual([]);
    expect(await said({ bind: "paid.asia.x", versions: ["v1"] }, {}, more)).toHaveLength(1);
  });

  test("is judged by the type of the exchange", async () => {
    const exchange = (type: string) => ({ exchange: { name: "e", type } });
    expect(await said({ bind: "paid.eu.1" }, exchange("direct"))).toEqual([]);
    expect(await said({ bind: "paid.eu.*" }, exchange("direct"))).toEqual([expect.stringMatching(/direct/)]);
    expect(await said({}, exchange("direct"))).toEqual([expect.stringContaining('such as "paid.')]);
    expect(await said({ bind: "paid.eu.1" }, exchange("fanout"))).toEqual([expect.stringMatching(/fanout/)]);
    expect(await said({}, exchange("headers"))).toEqual([]);
  });

  test.each([[[]], [""], [5], [["a", "a"]], [{}]])("is not %j", async (bind) =>
    expect((await said({ bind })).map((line) => line.split(" ")[0])).toEqual(["settings-invalid"]),
  );

  test("has at most 255 bytes", async () =>
    expect(await said({ bind: `paid.${"é".repeat(130)}.1` })).toEqual([
      expect.stringMatching(`^name-too-long ${at}/bind `),
    ]));

  test("may be a key of an event without placeholders, or a pattern for it", async () => {
    const plain = { routingKey: "order.paid" };
    for (const bind of ["order.paid", "order.*", "#"]) expect(await said({ bind }, plain)).toEqual([]);
    expect(await said({ bind: "order.late" }, plain)).toHaveLength(1);
  });
});
