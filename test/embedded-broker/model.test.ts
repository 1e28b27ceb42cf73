import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { advanceableClock } from "../../src/embedded-broker/index.js";
import {
  type Death,
  deathHeaders,
  isDeathCycle,
  recordDeath,
} from "../../src/embedded-broker/model/deaths.js";
import { Deque } from "../../src/embedded-broker/model/deque.js";
import { Message } from "../../src/embedded-broker/model/message.js";
import type { QueueEntry } from "../../src/embedded-broker/model/queue-entry.js";
import {
  classicMessages,
  quorumMessages,
  type ReadyMessages,
} from "../../src/embedded-broker/model/ready-messages.js";
import { plainTable } from "../../src/embedded-broker/protocol/plain-values.js";
import { Confirms } from "../../src/embedded-broker/server/confirms.js";

function queued(sequence: number, priority?: number): QueueEntry {
  const message = new Message({
    id: sequence,
    exchange: "",
    routingKey: "",
    body: Buffer.from("12"),
    priority,
  });
  return { message, sequence, expiresAt: undefined, redelivered: false, deliveryCount: 0 };
}

function drain(messages: ReadyMessages): number[] {
  const order: number[] = [];
  for (let next = messages.shift(); next !== undefined; next = messages.shift()) order.push(next.sequence);
  return order;
}

describe("a deque", () => {
  test("does what an array does", () => {
    fc.assert(
      fc.property(fc.array(fc.option(fc.nat(), { freq: 3 }), { maxLength: 300 }), (steps) => {
        const deque = new Deque<number>();
        const array: number[] = [];
        for (const step of steps) {
          if (step === null) expect(deque.shift()).toBe(array.shift());
          else {
            deque.push(step);
            array.push(step);
          }
          expect([deque.size, deque.peek()]).toEqual([array.length, array[0]]);
        }
        expect([...deque]).toEqual(array);
      }),
      { seed: 1 },
    );
  });

  test("keeps its order through growing and shrinking", () => {
    const deque = new Deque<number>();
    for (let index = 0; index < 50_000; index++) deque.push(index);
    for (let index = 0; index < 49_990; index++) expect(deque.shift()).toBe(index);
    for (let index = 50_000; index < 50_010; index++) deque.push(index);
    expect([...deque]).toEqual(Array.from({ length: 20 }, (_, index) => 49_990 + index));
  });
});

describe("ready messages", () => {
  test("of a classic queue come back to their places", () => {
    const messages = classicMessages(0);
    for (const sequence of [1, 2, 3, 4]) messages.push(queued(sequence));
    const [first, second, third] = [messages.shift(), messages.shift(), messages.shift()];
    for (const each of [third, first, second]) messages.putBack(each as QueueEntry);
    expect(messages.list().map(({ sequence }) => sequence)).toEqual([1, 2, 3, 4]);
    expect(messages.bytes).toBe(8);
    expect(drain(messages)).toEqual([1, 2, 3, 4]);
    expect([messages.size, messages.bytes]).toEqual([0, 0]);
  });

  test("of a classic queue go by priority, the highest of the queue standing for higher ones", () => {
    const messages = classicMessages(5);
    for (const [sequence, priority] of [[1], [2, 9], [3, 5], [4, 3], [5, 0]] as const) {
      messages.push(queued(sequence, priority));
    }
    expect(messages.peek()?.sequence).toBe(2);
    expect(drain(messages)).toEqual([2, 3, 4, 1, 5]);
  });

  test("of a quorum queue with a limit come back ahead of the others, in the order of their return", () => {
    const messages = quorumMessages(true);
    for (const sequence of [1, 2, 3]) messages.push(queued(sequence));
    const [first, second] = [messages.shift(), messages.shift()];
    for (const each of [second, first]) messages.putBack(each as QueueEntry);
    expect(drain(messages)).toEqual([2, 1, 3]);
  });

  test("of a quorum queue without a limit come back behind the others", () => {
    const messages = quorumMessages(false);
    for (const sequence of [1, 2, 3]) messages.push(queued(sequence));
    messages.putBack(messages.shift() as QueueEntry);
    expect(drain(messages)).toEqual([2, 3, 1]);
  });

  test("of a quorum queue alternate between their two priorities, two to one", () => {
    const messages = quorumMessages(true);
    for (const sequence of [1, 2, 3]) messages.push(queued(sequence, 0));
    for (const sequence of [4, 5, 6, 7]) messages.push(queued(sequence, 5));
    expect(drain(messages)).toEqual([4, 5, 1, 6, 7, 2, 3]);
  });
});

describe("deaths", () => {
  const death = (queue: string, reason: Death["reason"], time: number) => ({
    queue,
    reason,
    time,
    exchange: `x${time}`,
    routingKeys: ["k"],
    originalExpiration: undefined,
  });

  test("count by queue and reason, the latest first", () => {
    let deaths = recordDeath([], death("a", "rejected", 1000));
    deaths = recordDeath(deaths, death("b", "expired", 2000));
    deaths = recordDeath(deaths, death("a", "rejected", 3000));
    expect(deaths.map(({ queue, count, time }) => [queue, count, time])).toEqual([
      ["a", 2, 1000],
      ["b", 1, 2000],
    ]);
    const headers = plainTable(deathHeaders(undefined, deaths));
    expect(headers).toMatchObject({
      "x-first-death-queue": "a",
      "x-first-death-exchange": "x1000",
      "x-last-death-queue": "a",
      "x-last-death-exchange": "x3000",
    });
  });

  test.each<[string, readonly (readonly [string, Death["reason"]])[], boolean]>([
    ["never there", [["b", "expired"]], false],
    ["there, by itself", [["a", "expired"]], true],
    [
      "there, and through another queue",
      [
        ["b", "maxlen"],
        ["a", "expired"],
      ],
      true,
    ],
    [
      "there, with a reject since",
      [
        ["b", "rejected"],
        ["a", "expired"],
      ],
      false,
    ],
    [
      "there, with a reject before",
      [
        ["a", "expired"],
        ["b", "rejected"],
      ],
      true,
    ],
    ["there by a reject", [["a", "rejected"]], false],
  ])("a cycle: %s", (_, history, cycle) => {
    const deaths = history
      .toReversed()
      .reduce<readonly Death[]>(
        (all, [queue, reason], time) => recordDeath(all, death(queue, reason, time)),
        [],
      );
    expect(isDeathCycle(deaths, "a")).toBe(cycle);
  });
});

describe("confirms", () => {
  const sent = (confirms: Confirms) => {
    const all: string[] = [];
    confirms.flush((kind, tag, multiple) => all.push(`${kind} ${tag}${multiple ? " and before" : ""}`));
    return all;
  };

  test("leave together", () => {
    const confirms = new Confirms();
    expect(sent(confirms)).toEqual([]);
    confirms.add(false);
    expect(sent(confirms)).toEqual(["ack 1"]);
    for (let index = 0; index < 5; index++) confirms.add(false);
    expect(sent(confirms)).toEqual(["ack 6 and before"]);
    expect(confirms.pending).toBe(false);
  });

  test("name each that is refused, and never confirm one by those after it", () => {
    const confirms = new Confirms();
    for (const refused of [false, false, true, false, true, false]) confirms.add(refused);
    expect(sent(confirms)).toEqual(["ack 2 and before", "ack 4", "ack 6", "nack 3", "nack 5"]);
  });
});

describe("a clock that can be advanced", () => {
  test("runs timers at their times and in their order, also those set on the way", () => {
    const clock = advanceableClock();
    const start = clock.now();
    const ran: [string, number][] = [];
    const note = (name: string) => ran.push([name, Math.round((clock.now() - start) / 1000)]);
    clock.setTimer(() => note("late"), 60_000);
    clock.setTimer(() => {
      note("early");
      clock.setTimer(() => note("between"), 20_000);
    }, 10_000);
    const cancel = clock.setTimer(() => note("cancelled"), 15_000);
    clock.setTimer(() => note("afterwards"), 200_000);
    cancel();
    clock.advance(100_000);
    expect(ran).toEqual([
      ["early", 10],
      ["between", 30],
      ["late", 60],
    ]);
    expect(Math.round((clock.now() - start) / 1000)).toBe(100);
    clock.advance(100_000);
    expect(ran.at(-1)?.[0]).toBe("afterwards");
  });
});
