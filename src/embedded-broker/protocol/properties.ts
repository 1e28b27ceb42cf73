import type { PlainProperties } from "../views.js";
import { ByteReader, MalformedBytes } from "./byte-reader.js";
import { ByteWriter } from "./byte-writer.js";
import { readTable, writeTable } from "./field-table.js";
import type { FieldTable } from "./field-value.js";
import { fieldTable, plainTable } from "./plain-values.js";

/** The properties of the class basic in the order of their flags, the highest bit first. */
const layout = [
  ["contentType", "shortstr"],
  ["contentEncoding", "shortstr"],
  ["headers", "table"],
  ["deliveryMode", "octet"],
  ["priority", "octet"],
  ["correlationId", "shortstr"],
  ["replyTo", "shortstr"],
  ["expiration", "shortstr"],
  ["messageId", "shortstr"],
  ["timestamp", "longlong"],
  ["type", "shortstr"],
  ["userId", "shortstr"],
  ["appId", "shortstr"],
  ["clusterId", "shortstr"],
] as const;

/** A message's properties; absent ones are undefined. */
export interface Properties {
  contentType?: string;
  contentEncoding?: string;
  headers?: FieldTable;
  deliveryMode?: number;
  priority?: number;
  correlationId?: string;
  replyTo?: string;
  expiration?: string;
  messageId?: string;
  timestamp?: number;
  type?: string;
  userId?: string;
  appId?: string;
  clusterId?: string;
}

/** Reads the flags and the values after them; throws `MalformedBytes` if they are damaged. */
export function readProperties(bytes: Buffer): Properties {
  const reader = new ByteReader(bytes);
  const flags = reader.short();
  // bit 0 announces further flags, which the class basic does not have; bit 1 is reserved
  if ((flags & 1) !== 0) throw new MalformedBytes("unknown property flags");
  const properties: Properties = {};
  if (flags === 0) return properties;
  for (let index = 0; index < layout.length; index++) {
    if ((flags & (0x8000 >> index)) === 0) continue;
    const [name, type] = layout[index] as (typeof layout)[number];
    (properties as Record<string, unknown>)[name] = type === "table" ? readTable(reader) : reader[type]();
  }
  if (reader.left > 0) throw new MalformedBytes("bytes after the properties");
  return properties;
}

/** The flags and the values after them, as a content header frame has them. */
export function encodeProperties(properties: Properties): Buffer {
  const writer = new ByteWriter();
  writer.short(0);
  let flags = 0;
  for (const [index, [name, type]] of layout.entries()) {
    const value = properties[name];
    if (value === undefined) continue;
    flags |= 0x8000 >> index;
    if (type === "table") writeTable(writer, value as FieldTable);
    else if (type === "shortstr") writer.shortstr(value as string);
    else writer[type](value as number);
  }
  writer.bytes.writeUInt16BE(flags, 0);
  return writer.result();
}

export function plainProperties({ headers, ...others }: Properties): PlainProperties {
  return headers === undefined ? others : { ...others, headers: plainTable(headers) };
}

export function propertiesOf({ headers, ...others }: PlainProperties): Properties {
  const given = Object.entries(others).filter(([, value]) => value !== undefined);
  const properties: Properties = Object.fromEntries(given);
  if (headers !== undefined) properties.headers = fieldTable(headers);
  return properties;
}
