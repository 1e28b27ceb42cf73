type Json = unknown;

/** A reference to one of the numbered definitions. */
function definitionRef(index: number): { readonly $ref: string } {
  return { $ref: `#/$defs/d${index}` };
}

/** Schemas of any number of definitions that refer to each other in one way, as files of a schemas folder. */
export const linkedDefinitions: Readonly<Record<string, (count: number) => Readonly<Record<string, Json>>>> =
  {
    "a chain through properties": (count) => file(count, (next) => object({ next })),
    "a chain through items": (count) =>
      file(count, (next) => object({ next: { type: "array", items: next } })),
    "a chain through additionalProperties": (count) =>
      file(count, (next) => ({ properties: { a: {} }, additionalProperties: next })),
    "a chain through allOf inside properties": (count) =>
      file(count, (next) => object({ next: { allOf: [next], minProperties: 1 } })),
    "a chain through properties inside allOf": (count) =>
      file(count, (next, index) => ({ allOf: [object({ [`a${index}`]: {}, next: { allOf: [next] } })] })),
    "a chain of two ways to the next one": (count) =>
      file(count, (next) => object({ a: { allOf: [next] }, b: { allOf: [next] } })),
    "a chain of references alone": (count) => file(count, (next) => next),
    "a chain through allOf": (count) =>
      file(count, (next, index) => ({ allOf: [next], properties: { [`a${index}`]: {} } })),
    "a chain through anyOf": (count) => file(count, (next) => ({ anyOf: [next, { type: "null" }] })),
    "a chain through not": (count) => file(count, (next) => ({ not: next })),
    "a chain through then": (count) => file(count, (next) => ({ if: { required: ["a"] }, then: next })),
    "a chain with unevaluatedItems": (count) =>
      file(count, (next) => ({
        allOf: [next],
        contains: { const: 1 },
        unevaluatedItems: { type: "string" },
      })),
    "one cycle": (count) =>
      ring(count, (index) => object({ next: definitionRef((index + 1) % count), own: {} })),
    "one cycle through anyOf": (count) =>
      ring(count, (index) =>
        object({ next: { anyOf: [definitionRef((index + 1) % count), { type: "null" }] } }),
      ),
    "a web": (count) =>
      ring(count, (index) =>
        object(
          Object.fromEntries(
            [1, 7, 131, 557].map((step) => [`p${step}`, definitionRef((index * 7 + step) % count)]),
          ),
        ),
      ),
    "a web of alternatives": (count) =>
      ring(count, (index) =>
        object(
          Object.fromEntries(
            [1, 131, 557].map((step) => [
              `p${step}`,
              {
                anyOf: [definitionRef((index * 7 + step) % count), definitionRef((index * 3 + step) % count)],
              },
            ]),
          ),
        ),
      ),
    "resources with a common base, which contain each other": (count) =>
      ring(count, (index) =>
        index === 0
          ? object({
              extension: { type: "array", items: definitionRef(1) },
              contained: { items: someOf(count) },
            })
          : {
              allOf: [definitionRef(0)],
              ...object({ kind: { const: index }, part: definitionRef((index * 17) % count) }),
            },
      ),
  };

function someOf(count: number): Json {
  return { oneOf: Array.from({ length: Math.min(count - 1, 100) }, (_, index) => definitionRef(index + 1)) };
}

function object(properties: Readonly<Record<string, Json>>): object {
  return { type: "object", properties };
}

function file(count: number, make: (next: Json, index: number) => Json): Readonly<Record<string, Json>> {
  return ring(count, (index) =>
    make(index + 1 < count ? definitionRef(index + 1) : { type: "string" }, index),
  );
}

function ring(count: number, make: (index: number) => Json): Readonly<Record<string, Json>> {
  const $defs = Object.fromEntries(Array.from({ length: count }, (_, index) => [`d${index}`, make(index)]));
  return { "event/v1.json": { ...definitionRef(0), $defs } };
}
