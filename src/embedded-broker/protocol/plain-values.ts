import type { PlainTable, PlainValue } from "../views.js";
import { type FieldTable, type FieldValue, longString } from "./field-value.js";

/** A field table as JavaScript values. */
export function plainTable(table: FieldTable): PlainTable {
  return Object.fromEntries([...table].map(([name, value]) => [name, plainValue(value)]));
}

/** A field table of JavaScript values: text is a long string, an integer takes 32 or 64 bits as it needs. */
export function fieldTable(table: PlainTable = {}): FieldTable {
  return new Map(Object.entries(table).map(([name, value]) => [name, fieldValue(value)]));
}

function plainValue(field: FieldValue): PlainValue {
  switch (field.type) {
    case "void":
      return null;
    case "longstr":
      return field.value.toString();
    case "timestamp":
      return new Date(Number(field.value) * 1000);
    case "decimal":
      return field.value.digits / 10 ** field.value.places;
    case "array":
      return field.value.map(plainValue);
    case "table":
      return plainTable(field.value);
    default:
      return field.value;
  }
}

function fieldValue(value: PlainValue): FieldValue {
  if (value === null || value === undefined) return { type: "void", value: undefined };
  if (typeof value === "boolean") return { type: "bool", value };
  if (typeof value === "string") return longString(value);
  if (typeof value === "bigint") return { type: "long", value };
  if (typeof value === "number") return fieldNumber(value);
  if (value instanceof Date) return { type: "timestamp", value: Math.floor(value.getTime() / 1000) };
  if (value instanceof Uint8Array) return { type: "binary", value: Buffer.from(value) };
  if (Array.isArray(value)) return { type: "array", value: value.map(fieldValue) };
  return { type: "table", value: fieldTable(value as PlainTable) };
}

function fieldNumber(value: number): FieldValue {
  if (!Number.isSafeInteger(value)) return { type: "double", value };
  return value === (value | 0) ? { type: "signedint", value } : { type: "long", value };
}
