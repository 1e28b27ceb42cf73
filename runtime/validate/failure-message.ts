/** Makes a sentence of what a schema keyword refused, such as `must be string`; the place stands beside it. */
export function failureMessage(keyword: string, params: Readonly<Record<string, unknown>>): string {
  const words = sentences[keyword];
  return words ? words(params) : `must satisfy "${keyword}"`;
}

type Params = Readonly<Record<string, unknown>>;

const sentences: Readonly<Record<string, (params: Params) => string>> = {
  type: ({ type }) => `must be ${Array.isArray(type) ? type.join(" or ") : String(type)}`,
  const: ({ allowedValue }) => `must be ${json(allowedValue)}`,
  enum: ({ allowedValues }) => `must be one of ${json(allowedValues).replace(/^\[|\]$/g, "")}`,
  required: ({ missingProperty }) => `must have the property ${json(missingProperty)}`,
  dependentRequired: ({ missingProperty, property }) =>
    `must have the property ${json(missingProperty)}, since it has ${json(property)}`,
  additionalProperties: ({ additionalProperty }) => `must not have the property ${json(additionalProperty)}`,
  unevaluatedProperties: ({ unevaluatedProperty }) =>
    `must not have the property ${json(unevaluatedProperty)}`,
  propertyNames: ({ propertyName }) => `must not have a property of the name ${json(propertyName)}`,
  minLength: ({ limit }) => `must have at least ${String(limit)} characters`,
  maxLength: ({ limit }) => `must have at most ${String(limit)} characters`,
  minItems: ({ limit }) => `must have at least ${String(limit)} items`,
  maxItems: ({ limit }) => `must have at most ${String(limit)} items`,
  items: ({ limit }) => `must have at most ${String(limit)} items`,
  unevaluatedItems: () => "must not have further items",
  minProperties: ({ limit }) => `must have at least ${String(limit)} properties`,
  maxProperties: ({ limit }) => `must have at most ${String(limit)} properties`,
  minimum: ({ limit }) => `must be at least ${String(limit)}`,
  maximum: ({ limit }) => `must be at most ${String(limit)}`,
  exclusiveMinimum: ({ limit }) => `must be greater than ${String(limit)}`,
  exclusiveMaximum: ({ limit }) => `must be less than ${String(limit)}`,
  multipleOf: ({ multipleOf }) => `must be a multiple of ${String(multipleOf)}`,
  pattern: ({ pattern }) => `must match the pattern ${json(pattern)}`,
  format: ({ format }) => `must be of the format ${String(format)}`,
  distinctItems: () => "must not have two equal items",
  contains: ({ minContains, maxContains }) =>
    `must contain ${maxContains === undefined ? "at least" : "between"} ${String(minContains)}${
      maxContains === undefined ? "" : ` and ${String(maxContains)}`
    } items of the kind that is asked for`,
  anyOf: () => "must match one of the alternatives",
  oneOf: ({ passingSchemas }) =>
    passingSchemas
      ? "must match one alternative only, and matches several"
      : "must match one of the alternatives",
  not: () => "must not be of the kind that is excluded",
  if: ({ failingKeyword }) => `must match what "${String(failingKeyword)}" says`,
  "false schema": () => "must not be there",
};

/** JSON text, cut to what a line of a log can bear. */
function json(value: unknown): string {
  const text = JSON.stringify(value) ?? "undefined";
  return text.length > 300 ? `${text.slice(0, 300)}…` : text;
}
