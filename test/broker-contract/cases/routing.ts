import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import type { Channel, ConfirmChannel, Message, Options } from "amqplib";
import { refuses } from "../support/closing.js";
import type { ContractCase, Subject } from "../support/contract-case.js";
import { drain, publish, take, text } from "../support/messages.js";
import type { Stage } from "../support/stage.js";

/** Whether a message with this key reaches a queue that is bound with the pattern. */
function topic(pattern: string, reached: readonly string[], missed: readonly string[]): ContractCase {
  return async (stage) => {
    const channel = await stage.confirmChannel();
    const [exchange, queue] = [await stage.exchange(channel, "topic"), await stage.queue(channel)];
    await channel.bindQueue(queue, exchange, pattern);
    for (const key of [...reached, ...missed]) await publish(channel, exchange, key, key);
    assert.deepEqual(await drain(channel, queue), reached);
  };
}

type Headers = Readonly<Record<string, unknown>>;

/** Whether messages with these headers reach a queue that is bound with the arguments. */
function headers(args: Headers, reached: readonly Headers[], missed: readonly Headers[]): ContractCase {
  return async (stage) => {
    const channel = await stage.confirmChannel();
    const [exchange, queue] = [await stage.exchange(channel, "headers"), await stage.queue(channel)];
    await channel.bindQueue(queue, exchange, "ignored", args);
    for (const each of [...reached, ...missed]) {
      await publish(channel, exchange, "any key", JSON.stringify(each), { headers: each });
    }
    assert.deepEqual(
      await drain(channel, queue),
      reached.map((each) => JSON.stringify(each)),
    );
  };
}

/** Publishes as mandatory and gives what the broker sent back, in the order in which it came. */
async function mandatory(
  channel: ConfirmChannel,
  exchange: string,
  key: string,
  options: Options.Publish = {},
): Promise<string[]> {
  const happened: string[] = [];
  const note = ({ fields }: Message) => {
    const { replyCode, replyText } = fields as unknown as { replyCode: number; replyText: string };
    happened.push(`return ${replyCode} ${replyText}`);
  };
  channel.on("return", note);
  happened.push(await publish(channel, exchange, key, "mandatory", { mandatory: true, ...options }));
  channel.off("return", note);
  return happened;
}

/** An exchange with an alternate one, which is a fanout with a queue. */
async function withAlternate(stage: Stage, channel: Channel): Promise<readonly [string, string, string]> {
  const [alternate, queue] = [await stage.exchange(channel, "fanout"), await stage.queue(channel)];
  const exchange = await stage.exchange(channel, "direct", { alternateExchange: alternate });
  await channel.bindQueue(queue, alternate, "");
  return [exchange, alternate, queue];
}

export const routing: Subject = {
  "routes by the exact key in a direct exchange": async (stage) => {
    const channel = await stage.confirmChannel();
    const [exchange, queue] = [await stage.exchange(channel, "direct"), await stage.queue(channel)];
    await channel.bindQueue(queue, exchange, "a.*");
    for (const key of ["a.*", "a.b", "A.*", "a", ""]) await publish(channel, exchange, key, key);
    assert.deepEqual(await drain(channel, queue), ["a.*"]);
  },

  "routes an empty key in a direct exchange": async (stage) => {
    const channel = await stage.confirmChannel();
    const [exchange, queue] = [await stage.exchange(channel, "direct"), await stage.queue(channel)];
    await channel.bindQueue(queue, exchange, "");
    await publish(channel, exchange, "", "empty");
    await publish(channel, exchange, "other", "other");
    assert.deepEqual(await drain(channel, queue), ["empty"]);
  },

  "gives every bound queue a copy": async (stage) => {
    const channel = await stage.confirmChannel();
    const exchange = await stage.exchange(channel, "direct");
    const queues = [await stage.queue(channel), await stage.queue(channel)];
    for (const queue of queues) await channel.bindQueue(queue, exchange, "k");
    await publish(channel, exchange, "k", "copy");
    for (const queue of queues) assert.deepEqual(await drain(channel, queue), ["copy"]);
  },

  "gives one copy to a queue that is bound twice, or by two keys that match": async (stage) => {
    const channel = await stage.confirmChannel();
    const [exchange, queue] = [await stage.exchange(channel, "topic"), await stage.queue(channel)];
    for (const key of ["a.b", "a.b", "a.*", "#"]) await channel.bindQueue(queue, exchange, key);
    await publish(channel, exchange, "a.b", "once");
    assert.deepEqual(await drain(channel, queue), ["once"]);
  },

  "routes by the queue's name in the default exchange": async (stage) => {
    const channel = await stage.confirmChannel();
    const queue = await stage.queue(channel);
    await publish(channel, "", queue, "named");
    const message = await take(channel, queue);
    assert.deepEqual(
      [text(message), message.fields.exchange, message.fields.routingKey],
      ["named", "", queue],
    );
  },

  "ignores the key in a fanout exchange": async (stage) => {
    const channel = await stage.confirmChannel();
    const [exchange, queue] = [await stage.exchange(channel, "fanout"), await stage.queue(channel)];
    await channel.bindQueue(queue, exchange, "some key");
    await publish(channel, exchange, "another", "all");
    assert.deepEqual(await drain(channel, queue), ["all"]);
  },

  "routes to a queue that was bound a moment ago, and no longer to one unbound": async (stage) => {
    const channel = await stage.confirmChannel();
    const [exchange, queue] = [await stage.exchange(channel, "topic"), await stage.queue(channel)];
    for (let turn = 0; turn < 20; turn += 1) {
      await channel.bindQueue(queue, exchange, "k.#");
      await publish(channel, exchange, "k", `${turn}`);
      await channel.unbindQueue(queue, exchange, "k.#");
      await publish(channel, exchange, "k", "unbound");
    }
    assert.equal((await drain(channel, queue)).join(), Array.from({ length: 20 }, (_, turn) => turn).join());
  },

  "topic: forgets the pattern that is unbound, and no other": async (stage) => {
    const channel = await stage.confirmChannel();
    const [exchange, queue] = [await stage.exchange(channel, "topic"), await stage.queue(channel)];
    for (const pattern of ["a.#", "a.*.c", "a.b", "a.b.c"]) await channel.bindQueue(queue, exchange, pattern);
    const reached = async () => {
      for (const key of ["a", "a.b", "a.x.c", "a.b.c"]) await publish(channel, exchange, key, key);
      return drain(channel, queue);
    };
    assert.deepEqual(await reached(), ["a", "a.b", "a.x.c", "a.b.c"]);
    await channel.unbindQueue(queue, exchange, "a.#");
    assert.deepEqual(await reached(), ["a.b", "a.x.c", "a.b.c"]);
    await channel.unbindQueue(queue, exchange, "a.*.c");
    assert.deepEqual(await reached(), ["a.b", "a.b.c"]);
    await channel.unbindQueue(queue, exchange, "a.b");
    assert.deepEqual(await reached(), ["a.b.c"]);
    await channel.unbindQueue(queue, exchange, "a.b.c");
    assert.deepEqual(await reached(), []);
  },

  "topic: keeps two queues of one pattern apart": async (stage) => {
    const channel = await stage.confirmChannel();
    const exchange = await stage.exchange(channel, "topic");
    const [one, two] = [await stage.queue(channel), await stage.queue(channel)];
    for (const queue of [one, two]) await channel.bindQueue(queue, exchange, "a.*");
    await channel.deleteQueue(one);
    await publish(channel, exchange, "a.b", "m");
    assert.deepEqual(await drain(channel, two), ["m"]);
  },

  "topic: words match themselves": topic("a.b", ["a.b"], ["a", "a.c", "a.b.c", "", "A.b"]),
  "topic: * is one word": topic("a.*.c", ["a.b.c", "a..c"], ["a.c", "a.b.b.c"]),
  "topic: * alone is one word": topic("*", ["a"], ["", "a.b"]),
  "topic: # is any number of words": topic("#", ["", "a", "a.b.c", ".", ".."], []),
  "topic: # at the end matches none": topic("a.#", ["a", "a.b", "a.b.c", "a."], ["b", "", "b.a"]),
  "topic: # at the beginning matches none": topic("#.z", ["z", "a.z", "a.b.z"], ["z.a", ""]),
  "topic: # in the middle matches none": topic("a.#.z", ["a.z", "a.b.z", "a.b.c.z"], ["a", "z", "a.b"]),
  "topic: *.# is at least one word": topic("*.#", ["a", "a.b", "a.b.c"], [""]),
  "topic: #.* is at least one word": topic("#.*", ["a", "a.b", "a.b.c"], [""]),
  "topic: #.# is anything": topic("#.#", ["", "a", "a.b"], []),
  "topic: two # around a word": topic("#.b.#", ["b", "a.b", "b.c", "a.b.c", "b.b"], ["a", "a.c", ""]),
  "topic: * and # inside a word are letters": topic("a*.b#", ["a*.b#"], ["ax.bx", "a.b"]),
  "topic: an empty pattern matches the empty key": topic("", [""], ["a", "."]),
  "topic: a dot parts two empty words": topic("*.*", [".", "a.", ".b", "a.b"], ["", "a", "a.b.c"]),

  "headers: all, by default": headers(
    { a: "1", b: "2" },
    [
      { a: "1", b: "2" },
      { a: "1", b: "2", c: "3" },
    ],
    [{ a: "1" }, { a: "1", b: "3" }, {}],
  ),
  "headers: all, by name": headers(
    { "x-match": "all", a: "1", b: "2" },
    [{ a: "1", b: "2" }],
    [{ a: "1" }, {}],
  ),
  "headers: any": headers(
    { "x-match": "any", a: "1", b: "2" },
    [{ a: "1" }, { a: "0", b: "2" }],
    [{ a: "2" }, { c: "1" }, {}],
  ),
  "headers: all leaves out names with x-": headers(
    { "x-match": "all", a: "1", "x-b": "2" },
    [{ a: "1" }, { a: "1", "x-b": "3" }],
    [{ "x-b": "2" }],
  ),
  "headers: any leaves out names with x-": headers(
    { "x-match": "any", a: "1", "x-b": "2" },
    [{ a: "1" }],
    [{ "x-b": "2" }],
  ),
  "headers: all-with-x": headers(
    { "x-match": "all-with-x", a: "1", "x-b": "2" },
    [{ a: "1", "x-b": "2" }],
    [{ a: "1" }, { "x-b": "2" }],
  ),
  "headers: any-with-x": headers(
    { "x-match": "any-with-x", a: "1", "x-b": "2" },
    [{ a: "1" }, { "x-b": "2" }],
    [{ a: "2", "x-b": "3" }, {}],
  ),
  "headers: no arguments match everything": headers({}, [{}, { a: "1" }], []),
  "headers: any of nothing matches nothing": headers({ "x-match": "any" }, [], [{}, { a: "1" }]),
  "headers: an argument without a value asks for the name only": headers(
    { a: null },
    [{ a: "1" }, { a: 2 }, { a: null }],
    [{ b: "1" }, {}],
  ),
  "headers: a number is not its text": headers({ a: 1 }, [{ a: 1 }], [{ a: "1" }, { a: 2 }]),
  "headers: integers of all sizes are equal": headers(
    { a: 1 },
    [{ a: { "!": "int64", value: 1 } }, { a: { "!": "int16", value: 1 } }],
    [{ a: { "!": "int64", value: 2 } }],
  ),
  "headers: booleans": headers({ a: true }, [{ a: true }], [{ a: false }, { a: "true" }]),

  "headers: a message without any": async (stage) => {
    const channel = await stage.confirmChannel();
    const exchange = await stage.exchange(channel, "headers");
    const [all, some] = [await stage.queue(channel), await stage.queue(channel)];
    await channel.bindQueue(all, exchange, "", {});
    await channel.bindQueue(some, exchange, "", { a: "1" });
    await publish(channel, exchange, "", "bare");
    assert.deepEqual([await drain(channel, all), await drain(channel, some)], [["bare"], []]);
  },

  "headers: refuses an x-match that does not exist": async (stage) => {
    const channel = await stage.channel();
    const [exchange, queue] = [await stage.exchange(channel, "headers"), await stage.queue(channel)];
    await refuses(
      channel,
      [
        406,
        'PRECONDITION_FAILED - Invalid x-match field value <<"some">>; expected all, any, all-with-x, or any-with-x',
        "queue.bind",
      ],
      () => channel.bindQueue(queue, exchange, "", { "x-match": "some" }),
    );
  },

  "headers: refuses an x-match that is not a string": async (stage) => {
    const channel = await stage.channel();
    const [exchange, queue] = [await stage.exchange(channel, "headers"), await stage.queue(channel)];
    await refuses(
      channel,
      [
        406,
        "PRECONDITION_FAILED - Invalid x-match field type byte (value 1); expected longstr",
        "queue.bind",
      ],
      () => channel.bindQueue(queue, exchange, "", { "x-match": 1 }),
    );
  },

  "routes by the keys of the header CC too, and leaves it": async (stage) => {
    const channel = await stage.confirmChannel();
    const [exchange, queue] = [await stage.exchange(channel, "direct"), await stage.queue(channel)];
    const copied = await stage.queue(channel);
    await channel.bindQueue(queue, exchange, "k");
    await channel.bindQueue(copied, exchange, "copy");
    await publish(channel, exchange, "k", "m", { CC: ["copy", "other"] });
    await drain(channel, queue);
    const message = await take(channel, copied);
    assert.deepEqual(message.properties.headers, { CC: ["copy", "other"] });
    assert.equal(message.fields.routingKey, "k");
  },

  "routes by the keys of the header BCC too, and removes it": async (stage) => {
    const channel = await stage.confirmChannel();
    const exchange = await stage.exchange(channel, "direct");
    const [queue, copied] = [await stage.queue(channel), await stage.queue(channel)];
    await channel.bindQueue(queue, exchange, "k");
    await channel.bindQueue(copied, exchange, "secret");
    await publish(channel, exchange, "k", "m", { BCC: ["secret"], headers: { own: 1 } });
    for (const each of [queue, copied]) {
      const message = await take(channel, each);
      assert.deepEqual(message.properties.headers, { own: 1 });
    }
  },

  "refuses a header CC that is not a list": async (stage) => {
    const channel = await stage.channel();
    const exchange = await stage.exchange(channel, "direct");
    await refuses(
      channel,
      [
        406,
        'PRECONDITION_FAILED - invalid message: {unacceptable_type_in_header,"CC",longstr}',
        "basic.publish",
      ],
      () => channel.publish(exchange, "k", Buffer.from(""), { headers: { CC: "text" } }),
    );
  },

  "gives what has no route to the alternate exchange": async (stage) => {
    const channel = await stage.confirmChannel();
    const [exchange, , queue] = await withAlternate(stage, channel);
    const bound = await stage.queue(channel);
    await channel.bindQueue(bound, exchange, "routed");
    await publish(channel, exchange, "routed", "to the queue");
    await publish(channel, exchange, "unrouted", "to the alternate");
    assert.deepEqual(await drain(channel, bound), ["to the queue"]);
    const message = await take(channel, queue);
    assert.deepEqual(
      [text(message), message.fields.exchange, message.fields.routingKey],
      ["to the alternate", exchange, "unrouted"],
    );
  },

  "does not return what the alternate exchange routed": async (stage) => {
    const channel = await stage.confirmChannel();
    const [exchange] = await withAlternate(stage, channel);
    assert.deepEqual(await mandatory(channel, exchange, "unrouted"), ["ack"]);
  },

  "returns what the alternate exchange could not route either": async (stage) => {
    const channel = await stage.confirmChannel();
    const [exchange, alternate, queue] = await withAlternate(stage, channel);
    await channel.unbindQueue(queue, alternate, "");
    assert.deepEqual(await mandatory(channel, exchange, "unrouted"), ["return 312 NO_ROUTE", "ack"]);
  },

  "takes a missing alternate exchange for no route": async (stage) => {
    const channel = await stage.confirmChannel();
    const exchange = await stage.exchange(channel, "direct", { alternateExchange: stage.name() });
    assert.deepEqual(await mandatory(channel, exchange, "unrouted"), ["return 312 NO_ROUTE", "ack"]);
  },

  "follows alternate exchanges in a chain, and ends a cycle": async (stage) => {
    const channel = await stage.confirmChannel();
    const [one, two] = [stage.name(), stage.name()];
    await channel.assertExchange(one, "direct", { durable: false, alternateExchange: two });
    await channel.assertExchange(two, "direct", { durable: false, alternateExchange: one });
    assert.deepEqual(await mandatory(channel, one, "unrouted"), ["return 312 NO_ROUTE", "ack"]);
    const queue = await stage.queue(channel);
    await channel.bindQueue(queue, two, "k");
    assert.deepEqual(await mandatory(channel, one, "k"), ["ack"]);
    assert.deepEqual(await drain(channel, queue), ["mandatory"]);
  },

  "returns a mandatory message without a route, before its confirm": async (stage) => {
    const channel = await stage.confirmChannel();
    const exchange = await stage.exchange(channel, "direct");
    assert.deepEqual(await mandatory(channel, exchange, "k"), ["return 312 NO_ROUTE", "ack"]);
  },

  "returns a mandatory message for a missing queue": async (stage) => {
    const channel = await stage.confirmChannel();
    assert.deepEqual(await mandatory(channel, "", stage.name()), ["return 312 NO_ROUTE", "ack"]);
  },

  "returns a message whole: exchange, key, properties and body": async (stage) => {
    const channel = await stage.confirmChannel();
    const exchange = await stage.exchange(channel, "direct");
    const returned = new Promise<Message>((resolve) => channel.once("return", resolve));
    await publish(channel, exchange, "k", "body", {
      mandatory: true,
      messageId: "id",
      headers: { own: 1 },
    });
    const { fields, properties, content } = await returned;
    assert.deepEqual({ ...fields }, {
      replyCode: 312,
      replyText: "NO_ROUTE",
      exchange,
      routingKey: "k",
    } as object);
    assert.deepEqual(
      [properties.messageId, properties.headers, content.toString()],
      ["id", { own: 1 }, "body"],
    );
  },

  "confirms a message without a route that is not mandatory": async (stage) => {
    const channel = await stage.confirmChannel();
    assert.equal(await publish(channel, await stage.exchange(channel, "direct"), "k"), "ack");
  },

  "does not return a mandatory message that was routed": async (stage) => {
    const channel = await stage.confirmChannel();
    assert.deepEqual(await mandatory(channel, "", await stage.queue(channel)), ["ack"]);
  },
};
