import { AmqpError } from "../protocol/amqp-error.js";
import { type FieldTable, type FieldValue, sameFieldValue } from "../protocol/field-value.js";

/** Refuses a declaration that differs in a property from what is there (406). */
export function assertSameProperty(
  name: string,
  current: boolean | string,
  received: boolean | string,
  of: string,
) {
  if (current === received) return;
  throw inequivalent(name, of, `'${received}'`, `'${current}'`);
}

/** Refuses a declaration that differs in one of the named arguments from what is there (406); others may differ. */
export function assertSameArguments(
  current: FieldTable,
  received: FieldTable,
  of: string,
  names: Iterable<string>,
): void {
  for (const name of names) {
    const [old, given] = [current.get(name), received.get(name)];
    if (sameFieldValue(old, given)) continue;
    if (old === undefined || given === undefined)
      throw inequivalent(name, of, describe(given), describe(old));
    throw inequivalent(name, of, `'${textual(given)}'`, `'${textual(old)}'`);
  }
}

function inequivalent(name: string, of: string, received: string, current: string): AmqpError {
  return new AmqpError(
    "PRECONDITION_FAILED",
    `inequivalent arg '${name}' for ${of}: received ${received} but current is ${current}`,
  );
}

function describe(field: FieldValue | undefined): string {
  return field === undefined ? "none" : `the value '${textual(field)}' of type '${field.type}'`;
}

function textual({ type, value }: FieldValue): string {
  return type === "longstr" || type === "binary" ? value.toString() : String(value);
}
