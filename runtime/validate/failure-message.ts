/** The message for a keyword that rejected a value, such as `must be string`; the location is shown separately. */
export function failureMessage(keyword: string, params: Readonly<Record<string, unknown>>): string {
  const words = sentences[keyword];
  return words ? words(params) : `must satisfy "${keyword}"`;
}

type Params = Readonly<Record<string, unknown>>;

const sentences: Readonly<Record<string, (params: Params) => string>> = {
  type: ({ type }) => `must be ${Array.isArray(type) ? type.join(" or ") : String(type)}`,
  const: ({ allowedValue }) => `must be ${json(allowedValue)}`,
  enum: ({ allowedValues }) => `must be one of ${json(allowedValues).replace(/^\[|\]$/g, "")}`,
  required: ({ missingProperty }) => `must have property ${json(missingProperty)}`,
  dependentRequired: ({ missingProperty, property }) =>
    `must have property ${json(missingProperty)} because it has ${json(property)}`,
  additionalProperties: ({ additionalProperty }) => `must not have property ${json(additionalProperty)}`,
  unevaluatedProperties: ({ unevaluatedProperty }) => `must not have property ${json(unevaluatedProperty)}`,
  propertyNames: ({ propertyName }) => `must not have a property named ${json(propertyName)}`,
  minLength: ({ limit }) => `must have at least ${String(limit)} characters`,
  maxLength: ({ limit }) => `must have at most ${String(limit)} characters`,
  minItems: ({ limit }) => `must have at least ${String(limit)} items`,
  maxItems: ({ limit }) => `must have at most ${String(limit)} items`,
  items: ({ limit }) => `must have at most ${String(limit)} items`,
  unevaluatedItems: () => "must not have additional items",
  minProperties: ({ limit }) => `must have at least ${String(limit)} properties`,
  maxProperties: ({ limit }) => `must have at most ${String(limit)} properties`,
  minimum: ({ limit }) => `must be at least ${String(limit)}`,
  maximum: ({ limit }) => `must be at most ${String(limit)}`,
  exclusiveMinimum: ({ limit }) => `must be greater than ${String(limit)}`,
  exclusiveMaximum: ({ limit }) => `must be less than ${String(limit)}`,
  multipleOf: ({ multipleOf }) => `must be a multiple of ${String(multipleOf)}`,
  pattern: ({ pattern }) => `must match pattern ${json(pattern)}`,
  format: ({ format }) => `must match format "${String(format)}"`,
  distinctItems: () => "must not have duplicate items",
  contains: ({ minContains, maxContains }) =>
    `must contain ${maxContains === undefined ? "at least" : "between"} ${String(minContains)}${
      maxContains === undefined ? "" : ` and ${String(maxContains)}`
    } items that match "contains"`,
  anyOf: () => 'must match a schema in "anyOf"',
  oneOf: ({ passingSchemas }) =>
    passingSchemas
      ? 'must match exactly one schema in "oneOf", but matches several'
      : 'must match a schema in "oneOf"',
  not: () => 'must not match the schema in "not"',
  if: ({ failingKeyword }) => `must match the schema in "${String(failingKeyword)}"`,
  "false schema": () => "is not allowed",
};

/** JSON text, cut to fit a log line. */
function json(value: unknown): string {
  const text = JSON.stringify(value) ?? "undefined";
  return text.length > 300 ? `${text.slice(0, 300)}…` : text;
}
