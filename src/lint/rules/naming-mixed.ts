import type { LintRule } from "../lint-rule.js";
import { hitPlaceOf, type PlacedSchema, propertyName, schemasOf } from "../placed-schema.js";

/** Properties of one file that are spelt in different ways. */
export const namingMixed: LintRule = {
  id: "naming-mixed",
  category: "style",
  on: false,
  severity: "warning",
  title: "Property names in different styles in one file",
  why: "Developers have to look up each name, and in languages without types, mistakes surface only at run time.",
  fix: "Use one style; do it in a new version, because renaming a property breaks consumers.",
  examples: {
    invalid: [
      { "order_paid/v1.json": { properties: { orderId: {}, paidAt: {}, total_amount: {}, currency: {} } } },
      { "order_paid/v1.json": { properties: { "total-amount": {}, order_id: {}, paid_at: {} } } },
      { "order_paid/v1.json": { properties: { OrderId: {}, "paid-at": {}, "total-amount": {} } } },
      { "order_paid/v1.json": { properties: { orderId: {}, PaidAt: {}, Total: {} } } },
    ],
    valid: [
      { "order_paid/v1.json": { properties: { orderId: {}, currency: {}, URL: {} } } },
      {
        "_shared/money.json": { type: "object", properties: { minor_units: {} } },
        "order_paid/v1.json": { properties: { orderId: {}, total: { $ref: "../_shared/money.json" } } },
      },
    ],
  },
  *judge(subject) {
    for (const named of byFile(schemasOf(subject))) {
      const counts = new Map<string, number>();
      for (const { style } of named) counts.set(style, (counts.get(style) ?? 0) + 1);
      const [usual] = [...counts].sort(([, a], [, b]) => b - a)[0] ?? [];
      for (const { placed, name, style } of named) {
        if (style === usual) continue;
        const message = `The property ${JSON.stringify(name)} is written in ${style}, but most of this file uses ${usual}.`;
        yield { ...hitPlaceOf(placed), message };
      }
    }
  },
};

/** A property whose name has a style: one word in lower case is at home in all of them. */
interface Named {
  readonly placed: PlacedSchema;
  readonly name: string;
  readonly style: string;
}

function byFile(schemas: readonly PlacedSchema[]): Iterable<Named[]> {
  const files = new Map<string, Named[]>();
  for (const placed of schemas) {
    const name = propertyName(placed);
    const style = name === undefined ? undefined : styleOf(name);
    if (name === undefined || style === undefined) continue;
    const list = files.get(placed.source.path);
    if (list) list.push({ placed, name, style });
    else files.set(placed.source.path, [{ placed, name, style }]);
  }
  return files.values();
}

function styleOf(name: string): string | undefined {
  return styles.find(([, shape]) => shape.test(name))?.[0];
}

const styles: readonly (readonly [string, RegExp])[] = [
  ["snake_case", /^[a-z0-9]+(?:_[a-z0-9]+)+$/],
  ["kebab-case", /^[a-z0-9]+(?:-[a-z0-9]+)+$/],
  ["camelCase", /^[a-z][a-z0-9]*[A-Z][A-Za-z0-9]*$/],
  ["PascalCase", /^[A-Z][A-Za-z0-9]*[a-z][A-Za-z0-9]*$/],
];
