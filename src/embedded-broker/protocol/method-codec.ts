import { ByteReader } from "./byte-reader.js";
import type { ByteWriter } from "./byte-writer.js";
import { readTable, writeTable } from "./field-table.js";
import type { FieldTable } from "./field-value.js";
import {
  type ArgumentTypes,
  type Method,
  type MethodArguments,
  type MethodName,
  methods,
} from "./methods.js";

interface CompiledMethod {
  readonly name: MethodName;
  readonly key: number;
  readonly fields: readonly (readonly [name: string, type: keyof ArgumentTypes])[];
  readonly hasContent: boolean;
}

const byName = new Map<MethodName, CompiledMethod>();
const byKey = new Map<number, CompiledMethod>();
for (const [name, method] of Object.entries(methods)) {
  const compiled: CompiledMethod = {
    name: name as MethodName,
    key: (method.id[0] << 16) | method.id[1],
    fields: Object.entries(method.arguments) as CompiledMethod["fields"],
    hasContent: "content" in method,
  };
  byName.set(compiled.name, compiled);
  byKey.set(compiled.key, compiled);
}

/** The method's name in a method frame's payload; undefined if no such method exists. */
export function methodNameOf(payload: Buffer): MethodName | undefined {
  if (payload.length < 4) return undefined;
  return byKey.get(payload.readUInt32BE(0))?.name;
}

/** Reads a method frame's payload; throws `MalformedBytes` if its arguments are damaged. */
export function decodeMethod(name: MethodName, payload: Buffer): Method {
  const { fields } = byName.get(name) as CompiledMethod;
  const reader = new ByteReader(payload, 4);
  const values: Record<string, unknown> = {};
  let bits = 0;
  let bit = 8;
  for (const [field, type] of fields) {
    if (type === "bit") {
      if (bit === 8) {
        bits = reader.octet();
        bit = 0;
      }
      values[field] = (bits & (1 << bit++)) !== 0;
      continue;
    }
    bit = 8;
    values[field] =
      type === "table" ? readTable(reader) : type === "shortstr" ? reader.text() : reader[type]();
  }
  return { name, arguments: values } as Method;
}

/** Writes the payload of a method frame. */
export function encodeMethod<Name extends MethodName>(
  writer: ByteWriter,
  name: Name,
  values: MethodArguments<Name>,
): void {
  const { key, fields } = byName.get(name) as CompiledMethod;
  writer.long(key);
  let bits = 0;
  let bit = 0;
  for (const [field, type] of fields) {
    const value = (values as Record<string, unknown>)[field];
    if (type === "bit") {
      if (value === true) bits |= 1 << bit;
      if (++bit === 8) {
        writer.octet(bits);
        bits = 0;
        bit = 0;
      }
      continue;
    }
    if (bit > 0) {
      writer.octet(bits);
      bits = 0;
      bit = 0;
    }
    if (type === "table") writeTable(writer, value as FieldTable);
    else if (type === "shortstr") writer.shortstr(value as string);
    else if (type === "longstr") writer.longstr(value as Buffer);
    else writer[type](value as number);
  }
  if (bit > 0) writer.octet(bits);
}

/** Whether a content header and a body follow the method. */
export function carriesContent(name: MethodName): boolean {
  return byName.get(name)?.hasContent === true;
}

export function methodId(name: MethodName): readonly [classId: number, methodId: number] {
  return methods[name].id;
}
