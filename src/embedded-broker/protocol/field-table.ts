import { type ByteReader, UnknownBytes } from "./byte-reader.js";
import type { ByteWriter } from "./byte-writer.js";
import type { FieldTable, FieldValue } from "./field-value.js";

/**
 * Deeper tables and arrays stay bytes, which are handed on as they came: a frame of 128 KiB can nest 20,000 of them, and
 * decoding each would overflow the stack. RabbitMQ hands them on as well.
 */
const deepest = 500;

/** RabbitMQ's type letters (https://www.rabbitmq.com/amqp-0-9-1-errata, section 3), which differ from the specification's. */
const letters: Readonly<Record<FieldValue["type"], string>> = {
  bool: "t",
  byte: "b",
  unsignedbyte: "B",
  short: "s",
  unsignedshort: "u",
  signedint: "I",
  unsignedint: "i",
  long: "l",
  float: "f",
  double: "d",
  decimal: "D",
  longstr: "S",
  array: "A",
  timestamp: "T",
  table: "F",
  "deep array": "A",
  "deep table": "F",
  void: "V",
  binary: "x",
};

/** Reads a table with its length; throws `MalformedBytes` if it is damaged. */
export function readTable(reader: ByteReader, depth = 0): FieldTable {
  const inner = reader.within(reader.long());
  const table = new Map<string, FieldValue>();
  while (inner.left > 0) {
    const name = inner.shortstr();
    const value = readValue(inner, depth + 1);
    if (!table.has(name)) table.set(name, value);
  }
  return table;
}

/** Writes a table with its length. */
export function writeTable(writer: ByteWriter, table: FieldTable): void {
  writer.sized(() => {
    for (const [name, value] of table) {
      writer.shortstr(name);
      writeValue(writer, value);
    }
  });
}

function readArray(reader: ByteReader, depth: number): FieldValue[] {
  const inner = reader.within(reader.long());
  const values: FieldValue[] = [];
  while (inner.left > 0) values.push(readValue(inner, depth + 1));
  return values;
}

function readValue(reader: ByteReader, depth: number): FieldValue {
  const { bytes } = reader;
  const letter = String.fromCharCode(reader.octet());
  switch (letter) {
    case "t":
      return { type: "bool", value: reader.octet() !== 0 };
    case "b":
      return { type: "byte", value: bytes.readInt8(reader.take(1)) };
    case "B":
      return { type: "unsignedbyte", value: reader.octet() };
    case "s":
      return { type: "short", value: bytes.readInt16BE(reader.take(2)) };
    case "u":
      return { type: "unsignedshort", value: reader.short() };
    case "I":
      return { type: "signedint", value: bytes.readInt32BE(reader.take(4)) };
    case "i":
      return { type: "unsignedint", value: reader.long() };
    case "l":
    case "L":
      return { type: "long", value: safe(bytes.readBigInt64BE(reader.take(8))) };
    case "f":
      return { type: "float", value: bytes.readFloatBE(reader.take(4)) };
    case "d":
      return { type: "double", value: bytes.readDoubleBE(reader.take(8)) };
    case "D":
      return {
        type: "decimal",
        value: { places: reader.octet(), digits: reader.long() },
      };
    case "S":
      return { type: "longstr", value: reader.longstr() };
    case "x":
      return { type: "binary", value: reader.longstr() };
    case "A":
      return depth > deepest
        ? { type: "deep array", value: reader.longstr() }
        : { type: "array", value: readArray(reader, depth) };
    case "T":
      return { type: "timestamp", value: safe(bytes.readBigUInt64BE(reader.take(8))) };
    case "F":
      return depth > deepest
        ? { type: "deep table", value: reader.longstr() }
        : { type: "table", value: readTable(reader, depth) };
    case "V":
      return { type: "void", value: undefined };
    default:
      throw new UnknownBytes(`unknown field type ${JSON.stringify(letter)}`);
  }
}

function writeValue(writer: ByteWriter, field: FieldValue): void {
  writer.octet(letters[field.type].charCodeAt(0));
  switch (field.type) {
    case "bool":
      writer.octet(field.value ? 1 : 0);
      return;
    case "byte":
    case "unsignedbyte":
      writer.octet(field.value & 0xff);
      return;
    case "short":
    case "unsignedshort":
      writer.short(field.value & 0xffff);
      return;
    case "signedint":
    case "unsignedint":
      writer.long(field.value);
      return;
    case "long":
    case "timestamp": {
      const at = writer.reserve(8);
      return void writer.bytes.writeBigUInt64BE(BigInt.asUintN(64, BigInt(field.value)), at);
    }
    case "float": {
      const at = writer.reserve(4);
      return void writer.bytes.writeFloatBE(field.value, at);
    }
    case "double": {
      const at = writer.reserve(8);
      return void writer.bytes.writeDoubleBE(field.value, at);
    }
    case "decimal":
      writer.octet(field.value.places);
      writer.long(field.value.digits);
      return;
    case "longstr":
    case "binary":
    case "deep array":
    case "deep table":
      writer.longstr(field.value);
      return;
    case "array":
      writer.sized(() => {
        for (const item of field.value) writeValue(writer, item);
      });
      return;
    case "table":
      writeTable(writer, field.value);
      return;
    case "void":
      return;
  }
}

function safe(value: bigint): number | bigint {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value;
}
