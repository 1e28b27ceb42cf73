import { Buffer } from "node:buffer";
import type { Random } from "./random.js";
import { field } from "./raw-message.js";

/** Types of a fixed size, and their bytes; infinities and NaN are left out, on which RabbitMQ closes the connection. */
const fixedTypes: readonly [tag: string, bytes: number][] = [
  ...(
    [
      ["t", 1],
      ["b", 1],
      ["B", 1],
      ["s", 2],
      ["u", 2],
    ] as const
  ).map(([tag, bytes]): [string, number] => [tag, bytes]),
  ...(
    [
      ["I", 4],
      ["i", 4],
      ["f", 4],
      ["D", 5],
      ["l", 8],
      ["d", 8],
      ["T", 8],
    ] as const
  ).map(([tag, bytes]): [string, number] => [tag, bytes]),
];

const names = [
  ...[
    "tenant",
    "n",
    "",
    "!",
    "value",
    "__proto__",
    "constructor",
    "toString",
    "toJSON",
    "then",
    "length",
    "0",
  ],
  ...["content-type", "Content-Type", "traceparent", "tracestate", "CONTENT-TYPE", "baggage"],
  ...["x-death", "x-delivery-count", "x-acquired-count", "x-first-death-queue", "x-first-death-reason"],
  ...["x-last-death-queue", "x-opt-a", "x-request-id", "x-delay", "x-retry-count", "x-match"],
  ...["rabbitgen-attempt", "rabbitgen-attempt-of", "rabbitgen-exchange", "rabbitgen-routing-key"],
  ...["rabbitgen-reason", "rabbitgen-errors", "rabbitgen-cc", "rabbitgen-user-id", "rabbitgen-x"],
  ...["rabbitgen-dropped-headers", "Rabbitgen-Attempt", "n".repeat(255)],
] as const;

const texts = [
  ...["", "x", "51", "-1", "1e3", "NaN", "null", "[]", "true", "\u0000", "\ud83d\ude00", "ä".repeat(100)],
  ...["application/json; version=v1", "application/json; version=v9", "text/xml", ";;;", "expired"],
  ...["00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01", "__proto__", "'\"`", "x".repeat(3_000)],
] as const;

/** Up to twelve headers that another client could have sent, or that are forged; 40 KiB at most. */
export function mutatedHeaders(random: Random, queue: string): readonly Buffer[] {
  const members = Array.from({ length: random.below(12) }, () => member(random, queue));
  let left = 40_000;
  return members.filter((each) => {
    left -= each.length;
    return left > 0;
  });
}

function member(random: Random, queue: string): Buffer {
  return field.member(name(random), random.chance(0.1) ? forged(random, queue) : value(random, 0));
}

function name(random: Random): string | Buffer {
  return random.chance(0.1) ? random.bytes(random.below(100)) : random.pick(names);
}

function value(random: Random, depth: number): Buffer {
  const draw = random.below(depth > 5 ? 60 : 100);
  if (draw < 15) return field.text(random.pick(texts));
  if (draw < 20) return field.bytes(random.bytes(random.below(40)));
  if (draw < 23) return field.text(random.bytes(random.below(40)));
  if (draw < 26) return field.nothing();
  if (draw < 60) return fixed(random);
  if (draw < 62) return deep(random);
  const items = random.below(5);
  if (draw < 80) return field.array(...Array.from({ length: items }, () => value(random, depth + 1)));
  return field.table(
    ...Array.from({ length: items }, () => field.member(name(random), value(random, depth + 1))),
  );
}

function fixed(random: Random): Buffer {
  const [tag, length] = random.pick(fixedTypes as [[string, number], ...[string, number][]]);
  const bytes = random.chance(0.3)
    ? Buffer.alloc(length, random.pick([0, 0xff, 0x7f, 0x80]))
    : random.bytes(length);
  if (tag === "f" || tag === "d") bytes.writeUInt8(bytes.readUInt8(0) & 0xbf, 0);
  return field.fixed(tag, bytes);
}

/** Nothing but brackets: to 2 KiB, and now and then to 32 KiB, with which the broker itself is busy for a while. */
function deep(random: Random): Buffer {
  const bytes = 2 ** (4 + random.below(random.chance(0.02) ? 12 : 8));
  const as = random.pick(["array", "table"] as const);
  return field.nested(Math.floor(bytes / (as === "array" ? 5 : 7)), as, fixed(random));
}

/** A forged value of a header that the SDK or the broker writes. */
function forged(random: Random, queue: string): Buffer {
  const { text, table, array, member: of } = field;
  const count = field.fixed("l", random.bytes(8));
  const death = table(
    of("queue", text(`${queue}.retry.50`)),
    of("reason", text(random.pick(["expired", "rejected", "delivery_limit"]))),
    of("count", count),
    of("exchange", text("")),
    of("routing-keys", array(text(queue))),
  );
  return random.pick([array(death), array(death, death), death, text(`${queue} m-1`), text("51"), count]);
}
