import { Buffer } from "node:buffer";
import { gzipSync } from "node:zlib";
import { mutatedHeaders } from "./mutated-headers.js";
import type { Random } from "./random.js";
import { field, type RawMessage } from "./raw-message.js";

/** Where messages go: by the exchange that the contract names, or straight into the queue. */
export interface Target {
  readonly exchange: string;
  readonly routingKey: string;
  readonly queue: string;
}

/** The header by which a message is known again; the body and all properties may be anything. */
export const ID_HEADER = "fuzz-id";

const contentTypes = [
  ...["application/json; version=v2", "application/json;version=v2", 'application/JSON; version="v2"'],
  ...["application/json; version=v1", "application/json; version=v3", "application/json", "text/plain", ""],
  ...["application/json; version=v2; charset=utf-8", "application/json; version=v2; charset=latin1"],
  ...["application/json; version=__proto__", "json", ";", "application/json; version=v2; version=v1"],
] as const;
const encodings = ["gzip", "utf-8", "identity", "deflate", "br", "", "GZIP, br", "x".repeat(255)] as const;

/** One message, valid or not, the same for the same draws. `valid` is the body of an event that the consumer handles. */
export function mutatedMessage(random: Random, id: number, target: Target, valid: string): RawMessage {
  const straight = random.chance(0.2);
  const contentType = random.chance(0.8) ? contentTypes[0] : random.pick(contentTypes);
  const some = <Value>(share: number, value: () => Value): Value | undefined =>
    random.chance(share) ? value() : undefined;
  const short = (): Buffer =>
    random.chance(0.5) ? random.bytes(random.below(256)) : Buffer.from("a".repeat(random.below(256)));
  const properties: { readonly [Name in keyof RawMessage]?: RawMessage[Name] | undefined } = {
    contentType: some(0.9, () => (random.chance(0.05) ? short() : contentType)),
    contentEncoding: some(0.1, () => random.pick(encodings)),
    deliveryMode: random.chance(0.9) ? 2 : 1,
    priority: some(0.1, () => random.below(256)),
    correlationId: some(0.2, short),
    replyTo: some(0.1, short),
    messageId: some(0.8, () => (random.chance(0.2) ? short() : `m-${id}`)),
    timestamp: some(0.3, () => (random.chance(0.5) ? random.bytes(8) : Buffer.alloc(8, 0xff))),
    type: some(0.3, () => (random.chance(0.3) ? short() : "order_placed")),
    appId: some(0.2, short),
  };
  const present = Object.entries(properties).filter(([, value]) => value !== undefined);
  return {
    ...Object.fromEntries(present),
    exchange: straight ? "" : target.exchange,
    routingKey: straight ? target.queue : target.routingKey,
    headers: [
      field.member(ID_HEADER, field.text(String(id))),
      ...(random.chance(0.7) ? mutatedHeaders(random, target.queue) : []),
    ],
    body: body(random, valid),
  };
}

function body(random: Random, valid: string): Buffer {
  if (random.chance(0.6)) return Buffer.from(valid);
  const nested = 10 ** random.below(5);
  const makers: readonly [() => string | Buffer, ...(() => string | Buffer)[]] = [
    () => "",
    () => "null",
    () => "{",
    () => valid.slice(0, random.below(valid.length)),
    () => valid.replace(/"[a-zA-Z]+"/g, (name) => (random.chance(0.1) ? '"__proto__"' : name)),
    () => valid.replace(/\d+/g, (digits) => (random.chance(0.3) ? "9".repeat(400) : digits)),
    () => valid.replace("{", '{"new":1,"new":{},'),
    () => `\ufeff${valid}`,
    () => Buffer.from(valid, "utf16le"),
    () => gzipSync(valid),
    () => "[".repeat(nested) + "]".repeat(nested),
    () => `${'{"a":'.repeat(nested)}1${"}".repeat(nested)}`,
    () => `"${"x".repeat(100_000)}"`,
    () => `[${"1,".repeat(20_000)}1]`,
    () => "9007199254740993",
    () => "1e999",
    () => '"\\ud800"',
    () => random.bytes(random.below(2_000)),
  ];
  return Buffer.from(random.pick(makers)());
}
