import { Ajv2019 } from "ajv/dist/2019.js";
import { Ajv2020 } from "ajv/dist/2020.js";
import { formats } from "../../runtime/formats/formats.js";

const options = { strict: false, formats, logger: false, ownProperties: true } as const;
const ajv = new Ajv2020(options);

/**
 * A validator of a bundle by plain ajv, as a user of it would set it up, with only the checks of formats taken from the
 * project.
 */
export function standalone(schema: object): (value: unknown) => boolean {
  const validate = ajv.compile(schema);
  ajv.removeSchema(schema); // one ajv for all, since making one takes longest
  return (value) => validate(value) === true;
}

/** The same for a schema of 2019-09 or 2020-12 as it was written. */
export function standaloneOriginal(schema: unknown): (value: unknown) => boolean {
  const is2019 = (schema as { $schema?: string }).$schema?.includes("2019-09");
  const validate = (is2019 ? new Ajv2019(options) : new Ajv2020(options)).compile(schema as object);
  return (value) => validate(value) === true;
}

/** Every `$ref` of a document, wherever it is. */
export function referencesIn(value: unknown): string[] {
  const found: string[] = [];
  JSON.stringify(value, (key, inner) => {
    if (key === "$ref" && typeof inner === "string") found.push(inner);
    return inner;
  });
  return found;
}
