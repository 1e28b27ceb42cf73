// @module-tag long
import { describe, expect, test } from "vitest";
import { type Folder, review } from "./review-folders.js";

const text = { type: "string" };
const v1 = "order_paid/v1.json";
const readers = (versions?: readonly string[]): Folder => ({
  "contract.json": { services: { billing: { consumes: { order_paid: versions ? { versions } : {} } } } },
});

const told = async (old: unknown, now: unknown, more: Folder = {}) => {
  const findings = await review({ ...more, [v1]: old }, { ...more, [v1]: now });
  return findings
    .filter(({ rule }) => rule.startsWith("property-re"))
    .map(({ severity, review: { notes, rollout, services } = {} }) => ({
      severity,
      notes,
      rollout,
      services,
    }));
};
const missing = (path: string) => [
  `no message is rejected, but consumers that still read \`${path}\` find \`undefined\``,
  keep(`/${path.replace("[]", "/*").replace(".", "/")}`),
];
const keep = (pointer: string) =>
  `the name must not be reused while old messages are queued: add "${pointer}" to "reserved" of v1 in event.json`;
const object = (properties: object, more: object = {}) => ({ type: "object", properties, ...more });

describe("an optional property that goes away", () => {
  test.each<[string, unknown, unknown, string]>([
    ["is removed", object({ id: text, note: text }), object({ id: text }), "note"],
    [
      "is renamed",
      object({ note: { ...text, minLength: 3 } }),
      object({ remark: { ...text, minLength: 3 } }),
      "note",
    ],
    [
      "is removed in an object",
      object({ to: object({ city: text, a: {} }) }),
      object({ to: object({ a: {} }) }),
      "to.city",
    ],
    [
      "is removed in items",
      object({ lines: { type: "array", items: object({ sku: text, a: {} }) } }),
      object({ lines: { type: "array", items: object({ a: {} }) } }),
      "lines[].sku",
    ],
    [
      "is removed in a definition of its own file",
      object({ to: { $ref: "#/$defs/to" } }, { $defs: { to: object({ city: text, zip: text }) } }),
      object({ to: { $ref: "#/$defs/to" } }, { $defs: { to: object({ zip: text }) } }),
      "to.city",
    ],
  ])("%s: a warning, an error where a service reads the version", async (_, old, now, path) => {
    const said = { notes: missing(path), rollout: "consumers-first" };
    const nobody = await told(old, now);
    const reader = await told(old, now, readers());
    const another = await told(old, now, { ...readers(["v2"]), "order_paid/v2.json": {} });
    expect(nobody).toEqual([{ ...said, severity: "warning", services: [] }]);
    expect(reader).toEqual([{ ...said, severity: "error", services: ["billing"] }]);
    expect(another).toEqual([{ ...said, severity: "warning", services: [] }]);
  });

  test("is not lost silently where it was required, since messages without it are rejected", async () => {
    const old = object({ note: text, a: {} }, { required: ["note"] });
    const findings = await review({ [v1]: old }, { [v1]: object({ a: {} }) });
    expect(findings.map(({ rule, severity }) => [rule, severity])).toEqual([
      ["required-removed", "error"],
      ["property-removed", "info"],
    ]);
    expect(findings.flatMap(({ review: { notes = [] } = {} }) => notes)).toEqual([keep("/note")]);
  });

  test("is lost, and to be reserved, wherever its definition is used", async () => {
    const folder = (address: object): Folder => ({
      "order_paid/v1.json": object(
        { to: { $ref: "#/$defs/a" }, from: { $ref: "#/$defs/a" } },
        { $defs: { a: address } },
      ),
      "order_paid/event.json": { versions: { v1: { reserved: ["/from/fax"] } } },
    });
    const [finding] = await review(folder(object({ zip: text, fax: text })), folder(object({ zip: text })));
    expect(finding?.review?.notes).toEqual([
      "no message is rejected, but consumers that still read `to.fax`, `from.fax` find `undefined`",
      keep("/to/fax"),
    ]);
    const [both] = await review(folder(object({ zip: text, tel: text })), folder(object({ zip: text })));
    expect(both?.review?.notes?.[1]).toContain(' add "/to/tel", "/from/tel" to "reserved" of v1 ');
  });

  test("is lost also where the first use of its definition has no name", async () => {
    const ref = { $ref: "#/$defs/a" };
    const schema = (address: object) =>
      object({ to: ref }, { additionalProperties: ref, $defs: { a: address } });
    const [lost] = await told(schema(object({ zip: text, fax: text })), schema(object({ zip: text })));
    expect(lost).toMatchObject({ severity: "warning", notes: missing("to.fax") });
  });

  test("need not be reserved again", async () => {
    const reserved = { "order_paid/event.json": { versions: { v1: { reserved: ["/note"] } } } };
    const [{ notes = [] } = {}] = await told(
      object({ id: text, note: text }),
      object({ id: text }),
      reserved,
    );
    expect(notes).toEqual(missing("note").slice(0, 1));
  });
});
