import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { retryQueue } from "../../runtime/topology/queue-topology.js";
import { brokerRules } from "../../src/rules/broker-rules.js";
import { compareBroker } from "../../src/topology/live/compare-broker.js";
import { compareQueue } from "../../src/topology/live/compare-queue.js";
import type { DeclaredQueue, LiveState } from "../../src/topology/live/live-state.js";
import type { NeededQueue, Topology } from "../../src/topology/topology.js";
import { repository } from "../support/repository.js";

const needed: NeededQueue = { ...retryQueue("q", 1_000), role: "retry", isTakenOver: false };
const type = String(needed.arguments["x-queue-type"]);
const asNeeded: DeclaredQueue = { type, durable: true, arguments: needed.arguments, policy: undefined };

function said(own: Partial<DeclaredQueue>, more: Partial<NeededQueue> = {}): readonly string[] {
  const found = compareQueue("/", { ...needed, ...more }, { ...asNeeded, ...own }, "assert");
  return found.map(({ rule, severity, message }) => `${rule} ${severity}: ${message}`);
}

function policed(definition: Readonly<Record<string, unknown>>): readonly string[] {
  return said({ policy: { name: "p", definition } });
}

describe("a queue", () => {
  test("that is as needed has no finding, whatever order its arguments have", () => {
    const reversed = Object.fromEntries(Object.entries(needed.arguments).reverse());
    expect(said({ arguments: reversed })).toEqual([]);
  });

  test("of another type, or that is not durable, is refused where the service declares it", () => {
    expect(said({ type: "stream", durable: false })).toEqual([
      "queue-differs error: The queue q.retry.1000 is not durable: it is lost when the broker restarts.",
      `queue-differs error: The queue q.retry.1000 is a stream queue, but ${type} in the contract.`,
    ]);
    const [other] = compareQueue("/", needed, { ...asNeeded, type: "stream" }, "none");
    expect(other?.severity).toBe("warning");
  });

  test("that is taken over has what the contract does not say, and no more of it is looked at", () => {
    const own = { arguments: { ...needed.arguments, "x-max-priority": 3 } };
    expect(said(own)).toHaveLength(1);
    expect(said(own, { isTakenOver: true })).toEqual([]);
  });

  test("loses more by a policy only where that goes before its arguments", () => {
    expect(policed({ "message-ttl": 2_000 })).toEqual([]); // the lower one counts
    expect(policed({ "message-ttl": 999 })).toHaveLength(1);
    expect(policed({ "dead-letter-exchange": "x" })).toEqual([]); // the queue's own goes before
    expect(policed({ expires: 60_000, "queue-leader-locator": "balanced" })).toHaveLength(1);
  });
});

describe("an exchange", () => {
  const plain = { type: "topic", durable: true, autoDelete: false, internal: false, arguments: {} };
  const said = (declared: object): readonly string[] => {
    const exchanges = new Map([["x", { declared: { ...plain, ...declared } }]]);
    const needed = [{ name: "x", type: "topic" as const }];
    const vhost = { name: "/", events: [], exchanges: needed, queues: [], bindings: [] };
    const state = { exchanges, queues: new Map(), bindings: [] };
    return compareBroker(
      { vhosts: [vhost], users: [], notes: [] },
      { vhosts: new Map([["/", state]]), refused: new Map(), users: undefined, unseen: [] },
      "assert",
    ).map(({ message }) => message);
  };

  test.each([
    [{ type: "fanout" }, "is a fanout exchange, but topic in the contract."],
    [{ durable: false }, "is not durable"],
    [{ autoDelete: true }, "auto_delete"],
    [{ internal: true }, "is internal"],
    [{ arguments: { "alternate-exchange": "y" } }, 'has alternate-exchange "y"'],
  ])("with %j is another one", (declared, message) => {
    expect(said({})).toEqual([]);
    expect(said(declared)).toEqual([expect.stringContaining(message)]);
  });
});

test("a service's user with a tag may do more than permissions say", () => {
  const none = { vhost: "/", configure: "^$", write: "^$", read: "^$" };
  const found = compareBroker(
    { vhosts: [], users: [{ name: "a", permissions: [none], topicPermissions: [] }], notes: [] },
    {
      vhosts: new Map(),
      refused: new Map(),
      users: {
        tags: new Map([["a", ["administrator"]]]),
        permissions: [{ ...none, user: "a" }],
        topicPermissions: [],
      },
      unseen: [],
    },
    "none",
  );
  expect(found.map(({ rule }) => rule)).toEqual(["user-tagged"]);
});

test("users and bindings that cannot be seen are not findings", () => {
  const topology: Topology = {
    vhosts: [
      {
        name: "/",
        events: [],
        exchanges: [{ name: "x", type: "topic" }],
        queues: [needed],
        bindings: [{ source: "x", destination: needed.name, routingKey: "a" }],
      },
    ],
    users: [
      { name: "a", permissions: [{ vhost: "/", configure: "", write: "", read: "" }], topicPermissions: [] },
    ],
    notes: [],
  };
  const state: LiveState = {
    vhosts: new Map([
      [
        "/",
        {
          exchanges: new Map([["x", { declared: undefined }]]),
          queues: new Map([[needed.name, { declared: undefined, isExclusive: false }]]),
          bindings: undefined,
        },
      ],
    ]),
    refused: new Map(),
    users: undefined,
    unseen: [],
  };
  expect(compareBroker(topology, state, "none")).toEqual([]);
});

test("docs/how-to/topology.md lists each kind of difference", () => {
  const page = readFileSync(join(repository, "docs/how-to/topology.md"), "utf8");
  const compared = brokerRules.map(({ id }) => id).filter((id) => id !== "queue-unconsumed");
  expect(compared.filter((id) => !page.includes(`\`${id}\``))).toEqual([]);
});
