import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { definitions } from "../../src/topology/definitions.js";
import { lineDifference } from "../../src/topology/line-difference.js";
import { namePattern } from "../../src/topology/name-pattern.js";
import { routedFamilies } from "../../src/topology/routed-families.js";
import type { Topology } from "../../src/topology/topology.js";
import { type TopologyOptions, topologyOf } from "../../src/topology/topology-of.js";
import { contractOf } from "./hostile-contract.js";

const plain = { type: "object", properties: { id: { type: "string" } }, required: ["id"] };
const events = {
  "order_paid/event.json": { routingKey: "order.paid" },
  "order_paid/v1.json": plain,
  "order_paid/v2.json": plain,
  "order_moved/event.json": { routingKey: "order.{region}-{id}.moved" },
  "order_moved/v1.json": plain,
};

async function made(
  services: Readonly<Record<string, unknown>>,
  options: TopologyOptions = {},
  more: Readonly<Record<string, unknown>> = {},
): Promise<Topology> {
  const contract = await contractOf({ "contract.json": { services, ...more }, ...events });
  return topologyOf(contract, routedFamilies(contract), options);
}

function permissionsOf({ users }: Topology, name: string): unknown {
  return users.find((user) => user.name === name)?.permissions;
}

describe("a pattern of names", () => {
  test("matches these names and no others, whatever is in them", () => {
    fc.assert(
      fc.property(
        fc.array(fc.string({ minLength: 1, unit: "grapheme" })),
        fc.string({ unit: "grapheme" }),
        (names, other) => {
          const pattern = new RegExp(namePattern(names));
          expect(names.filter((name) => !pattern.test(name))).toEqual([]);
          expect(pattern.test(other)).toBe(names.includes(other) || (names.length === 0 && other === ""));
        },
      ),
      { seed: 1 },
    );
  });

  test("gathers numbers behind a common stem, and leaves others alone", () => {
    expect(namePattern(["q.retry.1000", "q.retry.200", "q", "q.5"])).toBe(
      "^(q|q\\.5|q\\.retry\\.(200|1000))$",
    );
    expect(namePattern([{ prefix: "c.instance.", rest: "[0-9a-f-]{36}" }])).toBe(
      "^c\\.instance\\.[0-9a-f-]{36}$",
    );
    expect(namePattern([])).toBe("^$");
  });

  test("never has what RabbitMQ replaces in topic permissions", () => {
    expect(namePattern(["{username}.{vhost}.{client_id}"])).not.toMatch(/\{\w+\}/);
  });
});

describe("least permissions", () => {
  const consumes = { order_paid: { queue: { name: "q" }, retry: { delays: ["1s"] } } };

  test("of a publisher are its exchange and its keys, and of the newest broker's passive declarations", async () => {
    const services = { a: { publishes: ["order_paid", "order_moved"] } };
    const write = "^events$";
    const named = { vhost: "/", write, read: "^$" };
    expect(permissionsOf(await made(services), "a")).toEqual([{ ...named, configure: "^events$" }]);
    for (const declare of ["check", "none"] as const)
      expect(permissionsOf(await made(services, { declare }), "a")).toEqual([{ ...named, configure: "^$" }]);
    expect((await made(services)).users[0]?.topicPermissions).toEqual([
      {
        vhost: "/",
        exchange: "events",
        write: "^(order\\.[^.*#]+-[^.*#]+\\.moved|order\\.paid)$",
        read: "^$",
      },
    ]);
  });

  test("of a consumer are less in each mode", async () => {
    const services = { a: { publishes: ["order_paid"] }, b: { consumes } };
    expect(permissionsOf(await made(services, { declare: "none" }), "b")).toEqual([
      { vhost: "/", configure: "^$", write: "^amq\\.default$", read: "^q$" },
    ]);
    expect(permissionsOf(await made(services, { declare: "check" }), "b")).toEqual([
      {
        vhost: "/",
        configure: "^$",
        write: "^(amq\\.default|q\\.dead|q\\.retry\\.1000)$",
        read: "^(events|q)$",
      },
    ]);
    const steps =
      "(1000|2000|5000|10000|20000|30000|60000|120000|300000|600000|1200000|1800000|3600000|7200000|18000000|43200000|86400000)";
    expect(permissionsOf(await made(services), "b")).toEqual([
      {
        vhost: "/",
        configure: `^(events|q|q\\.dead|q\\.retry\\.${steps})$`,
        write: "^(amq\\.default|q)$",
        read: `^(events|q|q\\.retry\\.${steps})$`,
      },
    ]);
  });

  test.each(["hold", "requeue", "none"])("have no retry queues with strategy %s", async (strategy) => {
    const reads = { order_paid: { queue: { name: "q" }, retry: { strategy } } };
    const topology = await made({ b: { consumes: reads } });
    expect(JSON.stringify(topology)).not.toContain("retry");
  });

  test("of a queue that is taken over leave its declaration to others", async () => {
    const reads = {
      order_paid: { queue: { name: "q", declare: "check" }, retry: { strategy: "none" } },
    };
    const topology = await made({ b: { consumes: reads } });
    expect(permissionsOf(topology, "b")).toEqual([
      { vhost: "/", configure: "^(events|q\\.dead)$", write: "^(amq\\.default|q)$", read: "^(events|q)$" },
    ]);
    expect(definitions(topology)).not.toContain('"name":"q",');
    expect(topology.notes).toEqual([expect.stringContaining('Queue q of b has "declare": "check"')]);
  });

  test("reach the dead-letter exchange of the contract's own", async () => {
    const own = { "x-dead-letter-exchange": "dlx", "x-dead-letter-routing-key": "k" };
    const reads = {
      order_paid: { queue: { name: "q", arguments: own }, retry: { strategy: "none" } },
    };
    const topology = await made({ b: { consumes: reads } });
    expect(permissionsOf(topology, "b")).toEqual([
      {
        vhost: "/",
        configure: "^(events|q|q\\.dead)$",
        write: "^(amq\\.default|dlx|q|q\\.dead)$",
        read: "^(dlx|events|q)$",
      },
    ]);
    expect(topology.vhosts[0]?.bindings).toContainEqual({
      source: "dlx",
      destination: "q.dead",
      routingKey: "k",
    });
    expect(JSON.parse(definitions(topology)).exchanges).toEqual([
      expect.objectContaining({ name: "events" }),
    ]);
  });

  test("do not come with delays unless they are asked for", async () => {
    const services = { a: { publishes: ["order_paid"] } };
    expect(JSON.stringify(await made(services))).not.toContain("delay");
    expect(permissionsOf(await made(services, { declare: "none", delays: [1_000] }), "a")).toEqual([
      { vhost: "/", configure: "^$", write: "^(amq\\.default|events)$", read: "^$" },
    ]);
  });
});

describe("virtual hosts", () => {
  const services = {
    a: { vhost: "/a", publishes: ["order_paid"] },
    b: { vhost: "/b", consumes: { order_paid: { queue: { name: "q" } } } },
    c: { publishes: ["order_moved"] },
  };

  test("are those in which events live, and those that services connect to at their start", async () => {
    const topology = await made(services);
    expect(topology.vhosts.map(({ name, queues }) => [name, queues.length > 0])).toEqual([
      ["/", false],
      ["/a", true],
      ["/b", false],
    ]);
    expect(
      topology.users.map(({ name, permissions }) => [name, permissions.map(({ vhost }) => vhost)]),
    ).toEqual([
      ["a", ["/a"]],
      ["b", ["/a", "/b"]],
      ["c", ["/"]],
    ]);
    expect(topology.users[1]?.permissions[1]).toEqual({
      vhost: "/b",
      configure: "^$",
      write: "^$",
      read: "^$",
    });
    expect(topology.notes).toEqual([expect.stringContaining("No event lives in /b, the virtual host of b")]);
  });

  test("are called as the broker calls them", async () => {
    const vhostName = (vhost: string | undefined) => `staging${vhost ?? "/own"}`;
    const topology = await made(services, { vhostName });
    expect(topology.vhosts.map(({ name }) => name)).toEqual(["staging/a", "staging/b", "staging/own"]);
  });

  test("of one service are what it alone needs", async () => {
    const { vhosts, users } = await made(services, { service: "b" });
    expect(users.map(({ name }) => name)).toEqual(["b"]);
    expect(vhosts.map(({ name }) => name)).toEqual(["/a", "/b"]);
    expect(vhosts[0]?.exchanges).toEqual([{ name: "events", type: "topic" }]);
  });
});

test("the same contract gives the same definitions, in whatever order it is written", async () => {
  const consumes = { order_paid: { queue: { name: "q" } }, order_moved: { queue: { name: "p" } } };
  const services = { b: { consumes }, a: { publishes: ["order_paid", "order_moved"] } };
  const backwards = {
    a: { publishes: ["order_moved", "order_paid"] },
    b: { consumes: Object.fromEntries(Object.entries(consumes).reverse()) },
  };
  const options = { delays: [1_000, 2_000] };
  expect(definitions(await made(backwards, options))).toBe(definitions(await made(services, options)));
});

test("a difference is the lines that one of two texts has more often", () => {
  expect(lineDifference("a,\nb\nb\nc\n", "a\nb\nd,\n")).toEqual({ removed: ["b", "c"], added: ["d"] });
  expect(lineDifference("a\nb", "b\na")).toEqual({ removed: [], added: [] });
});
