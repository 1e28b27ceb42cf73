import type { SchemaObject } from "../contract/schema.js";
import type { Json } from "../json/json.js";
import type { Fact } from "./payload-node.js";

/** Values of one `enum` that are listed. */
export const LISTED = 50;

/** What a schema says of a value itself, in words: bounds, formats, listed values. */
export function keywordFacts(schema: SchemaObject): readonly Fact[] {
  return [
    ...listedValues(schema),
    ...bounds(schema),
    ...range("length", schema.minLength, schema.maxLength, "characters"),
    ...range("", schema.minItems, schema.maxItems, "items"),
    ...range("", schema.minProperties, schema.maxProperties, "properties"),
    ...one("multiple of", schema.multipleOf),
    ...one("format", schema.format),
    ...one("matches", schema.pattern),
    ...(schema.uniqueItems === true ? [{ name: "unique items", values: [] }] : []),
    ...containing(schema),
    ...(schema.default === undefined ? [] : [{ name: "default", values: [JSON.stringify(schema.default)] }]),
    ...Object.entries(schema.dependentRequired ?? {}).flatMap(([name, required]) =>
      required.length === 0 ? [] : [{ name: `if ${name} is present, also required:`, values: required }],
    ),
    ...closedness(schema),
  ];
}

function listedValues({ enum: values, const: only }: SchemaObject): readonly Fact[] {
  const shown = (value: Json): string => JSON.stringify(value);
  const facts: Fact[] = [];
  if (only !== undefined) facts.push({ name: "always", values: [shown(only)] });
  if (values === undefined) return facts;
  const rest = values.length - LISTED;
  const more = rest > 0 ? ` (and ${rest} more)` : "";
  return [...facts, { name: `one of${more}`, values: values.slice(0, LISTED).map(shown) }];
}

function bounds(schema: SchemaObject): readonly Fact[] {
  return [
    ...one("at least", schema.minimum),
    ...one("more than", schema.exclusiveMinimum),
    ...one("at most", schema.maximum),
    ...one("less than", schema.exclusiveMaximum),
  ];
}

const singular = { characters: "character", items: "item", properties: "property" } as const;

function range(
  what: string,
  least: number | undefined,
  most: number | undefined,
  unit: keyof typeof singular,
): readonly Fact[] {
  if (least === undefined && most === undefined) return [];
  const words = least === most ? "exactly" : least === undefined ? "at most" : "at least";
  const name = `${what === "" ? "" : `${what} `}${words}`;
  const values = [least === most ? `${least}` : least === undefined ? `${most}` : `${least}`];
  if (least === undefined || most === undefined || least === most)
    return [{ name, values: values.map((value) => `${value} ${value === "1" ? singular[unit] : unit}`) }];
  return [{ name: what === "" ? "from" : `${what} from`, values: [`${least} to ${most} ${unit}`] }];
}

function one(name: string, value: number | string | undefined): readonly Fact[] {
  return value === undefined ? [] : [{ name, values: [String(value)] }];
}

function containing({ contains, minContains, maxContains }: SchemaObject): readonly Fact[] {
  if (contains === undefined) return [];
  const least = minContains ?? 1;
  const most = maxContains === undefined ? "" : `, at most ${maxContains}`;
  return [{ name: "items that match the condition", values: [`at least ${least}${most}`] }];
}

function closedness({
  additionalProperties,
  unevaluatedProperties,
  items,
  prefixItems,
  unevaluatedItems,
}: SchemaObject): readonly Fact[] {
  const isClosed = additionalProperties === false || unevaluatedProperties === false;
  return [
    ...(isClosed ? [{ name: "no other properties", values: [] }] : []),
    ...(items === false || unevaluatedItems === false
      ? [
          {
            name: prefixItems === undefined && items === false ? "no items" : "no additional items",
            values: [],
          },
        ]
      : []),
  ];
}
