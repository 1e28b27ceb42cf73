/** A value in a field table with its wire type; the types are named as RabbitMQ names them in its reply texts. */
export type FieldValue =
  | { readonly type: "bool"; readonly value: boolean }
  | { readonly type: IntegerType; readonly value: number }
  | { readonly type: "long"; readonly value: number | bigint }
  | { readonly type: "timestamp"; readonly value: number | bigint }
  | { readonly type: "float" | "double"; readonly value: number }
  | { readonly type: "decimal"; readonly value: { readonly places: number; readonly digits: number } }
  | { readonly type: "longstr" | "binary"; readonly value: Buffer }
  | { readonly type: "array"; readonly value: readonly FieldValue[] }
  | { readonly type: "table"; readonly value: FieldTable }
  /** One that is nested too deep to be decoded: its bytes as they came, without their length. */
  | { readonly type: "deep array" | "deep table"; readonly value: Buffer }
  | { readonly type: "void"; readonly value: undefined };

/** Integers of up to 32 bits. */
export type IntegerType = "byte" | "unsignedbyte" | "short" | "unsignedshort" | "signedint" | "unsignedint";

/** A field table; of a name that is there twice, the first value counts, as in RabbitMQ. */
export type FieldTable = ReadonlyMap<string, FieldValue>;

export const emptyTable: FieldTable = new Map();

const integers = new Set<string>([
  "byte",
  "unsignedbyte",
  "short",
  "unsignedshort",
  "signedint",
  "unsignedint",
  "long",
]);

/** The value of an integer of any width; undefined for other types. */
export function integerOf(field: FieldValue | undefined): number | undefined {
  return field !== undefined && integers.has(field.type) ? Number(field.value) : undefined;
}

/** The text of a long string; undefined for other types. */
export function textOf(field: FieldValue | undefined): string | undefined {
  return field?.type === "longstr" ? field.value.toString() : undefined;
}

/** A long string of this text, which is how clients send strings. */
export function longString(text: string): FieldValue {
  return { type: "longstr", value: Buffer.from(text) };
}

/** RabbitMQ's notion of equal values: integers of any width are one type, and so are floats and doubles. */
export function sameFieldValue(left: FieldValue | undefined, right: FieldValue | undefined): boolean {
  if (left === undefined || right === undefined) return left === right;
  if (typeClass(left) !== typeClass(right)) return false;
  if (Buffer.isBuffer(left.value)) return left.value.equals(right.value as Buffer);
  if (left.type === "array") {
    const others = right.value as readonly FieldValue[];
    return (
      left.value.length === others.length && left.value.every((item, i) => sameFieldValue(item, others[i]))
    );
  }
  if (left.type === "table") return sameTable(left.value, right.value as FieldTable);
  if (left.type === "decimal") {
    const other = right.value as typeof left.value;
    return left.value.places === other.places && left.value.digits === other.digits;
  }
  return left.value === right.value || Number(left.value) === Number(right.value);
}

function sameTable(left: FieldTable, right: FieldTable): boolean {
  return (
    left.size === right.size && [...left].every(([name, value]) => sameFieldValue(value, right.get(name)))
  );
}

function typeClass({ type }: FieldValue): string {
  if (integers.has(type)) return "int";
  return type === "double" ? "float" : type;
}
