const numbers = ["number", "integer"];
const keywordsByType: readonly (readonly [types: readonly string[], keywords: string])[] = [
  [["string"], "minLength maxLength pattern format"],
  [numbers, "minimum maximum exclusiveMinimum exclusiveMaximum multipleOf"],
  [["array"], "items prefixItems additionalItems unevaluatedItems contains minItems maxItems uniqueItems"],
  [
    ["object"],
    "properties patternProperties additionalProperties unevaluatedProperties propertyNames required minProperties " +
      "maxProperties dependencies dependentRequired dependentSchemas",
  ],
];

/** The types that a keyword says something of; other keywords say something of all. */
export const typesOfKeyword: ReadonlyMap<string, readonly string[]> = new Map(
  keywordsByType.flatMap(([types, words]) => words.split(" ").map((word) => [word, types] as const)),
);
