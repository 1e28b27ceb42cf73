/** Keywords that hold one value that is compared as a whole. */
export const whole = [
  "const",
  "multipleOf",
  "maximum",
  "exclusiveMaximum",
  "minimum",
  "exclusiveMinimum",
  "maxLength",
  "minLength",
  "pattern",
  "format",
  "maxItems",
  "minItems",
  "uniqueItems",
  "minContains",
  "maxContains",
  "maxProperties",
  "minProperties",
  "dependentRequired",
] as const;

/** Keywords that hold one schema, in which changes mean what they mean outside. */
export const inner = [
  "items",
  "additionalProperties",
  "unevaluatedProperties",
  "unevaluatedItems",
  "propertyNames",
] as const;

/** Keywords that hold schemas of which a change may mean its opposite, or depends on others. */
export const conditional = ["not", "contains"] as const;
