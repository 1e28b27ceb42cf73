import { describe, expect, test } from "vitest";
import { load } from "../support/load.js";

const schema = { type: "object" };

/** What is said of a folder with one event, as `rule pointer: message help`. */
async function said(event: object, contract: object = {}): Promise<string[]> {
  const files = { "paid/event.json": event, "contract.json": contract, "paid/v1.json": schema };
  const { findings } = await load(files);
  return findings.map(
    ({ rule, file, pointer, message, help }) => `${rule} ${file} ${pointer}: ${message} ${help}`,
  );
}

function consuming(queue: object): object {
  return { services: { svc: { consumes: { paid: { queue } } } } };
}

async function rules(event: object, contract?: object): Promise<string[]> {
  return (await said(event, contract)).map((line) => line.split(" ")[0] ?? "");
}

describe("a routing key that publishes", () => {
  test.each(["*", "#", "order.*", "order.#", "#.paid", "order.*.paid", "order*", "order.p#id"])(
    "%s is found",
    async (routingKey) => {
      for (const type of ["topic", "direct"])
        expect(await rules({ routingKey, exchange: { name: "orders", type } })).toEqual([
          "routing-key-pattern",
        ]);
    },
  );
  test.each(["fanout", "headers"])("is not looked at by a %s exchange", async (type) =>
    expect(await rules({ routingKey: "order.#", exchange: { name: "orders", type } })).toEqual([]),
  );
  test.each(["order.paid", "order-paid", "order_paid", "order..paid", "order paid", "+"])(
    "%s is a key",
    async (routingKey) => expect(await rules({ routingKey })).toEqual([]),
  );
  test("is the event's name where none is given", async () => {
    const { findings } = await load({ "c#/v1.json": schema, "c#/event.json": {} });
    expect(findings.map(({ rule, file, pointer }) => [rule, file, pointer])).toEqual([
      ["routing-key-pattern", "c#/v1.json", undefined],
    ]);
  });
  test("is found in YAML too", async () => {
    const { findings } = await load({
      "paid/event.yaml": 'routingKey: "order.*"',
      "paid/v1.json": schema,
      "contract.yaml":
        "services: { svc: { consumes: { paid: { queue: { name: q, arguments: { x-max-lenght: 1 } } } } } }",
    });
    expect(findings.map(({ rule, file, range }) => [rule, file, range?.line]).sort()).toEqual([
      ["queue-argument-unknown", "contract.yaml", 1],
      ["routing-key-pattern", "paid/event.yaml", 1],
    ]);
  });
});

describe("names in bytes of UTF-8", () => {
  const long = "ü".repeat(128);
  test.each([
    [{ vhost: long }, {}, "paid/event.json /vhost"],
    [{}, { vhost: long }, "contract.json /vhost"],
    [{ exchange: "€".repeat(86) }, {}, "paid/event.json /exchange"],
    [{ exchange: { name: "€".repeat(86) } }, {}, "paid/event.json /exchange/name"],
    [{}, { exchange: { name: "€".repeat(86) } }, "contract.json /exchange/name"],
    [{}, { services: { svc: { vhost: long } } }, "contract.json /services/svc/vhost"],
    [{}, { services: { [long]: {} } }, `contract.json /services/${long}`],
    [{ routingKey: long }, {}, "paid/event.json /routingKey"],
  ])("at most 255: %#", async (event, contract, place) => {
    const [first = "", ...others] = await said(event, contract);
    expect(others).toEqual([]);
    expect(first.startsWith(`name-too-long ${place}: `)).toBe(true);
  });
});

describe("names that begin with amq.", () => {
  test.each(["amq.direct", "amq.fanout", "amq.headers", "amq.match"])(
    "%s is not a topic exchange, which is the default type",
    async (exchange) => {
      expect(await rules({ exchange })).toEqual(["exchange-type"]);
      expect(await rules({}, { exchange })).toEqual(["exchange-type"]);
    },
  );
  test("of exchanges that each virtual host has can be used with their types", async () => {
    for (const [name, type] of [
      ["amq.topic", "topic"],
      ["amq.direct", "direct"],
      ["amq.match", "headers"],
    ])
      expect(await rules({ exchange: { name, type } })).toEqual([]);
    expect(await rules({ exchange: "amq.topic" })).toEqual([]);
  });
  test("are reported where they are given: in the settings of all events", async () => {
    expect((await said({}, { exchange: { name: "amq.match", type: "direct" } }))[0]).toBe(
      `exchange-type contract.json /exchange: RabbitMQ's own exchange "amq.match" has the type headers, not direct. Write { "name": "amq.match", "type": "headers" }, or use your own exchange.`,
    );
  });
  test.each(["amq.", "amq.dead", "amq.rabbitmq.trace"])("%s is not a valid exchange", async (exchange) =>
    expect((await said({ exchange }))[0]).toMatch(
      /^settings-invalid .* begin with amq\. are reserved for the broker/,
    ),
  );
  test.each(["amq.", "amq.gen-1", "amq.topic"])("%s is not a valid queue", async (name) =>
    expect((await said({}, consuming({ name })))[0]).toMatch(
      /^settings-invalid .* begin with amq\. are reserved for the broker/,
    ),
  );
  test.each(["amq", "amqp.paid", "AMQ.paid"])("%s does not", async (name) =>
    expect(await rules({ exchange: name }, consuming({ name }))).toEqual([]),
  );
});

test.each(["max-length", "X-Max-Length", "x_max_length", "x-queue-type", "x-"])(
  "%s is not a valid argument name",
  async (name) => {
    expect(await said({}, consuming({ name: "q", arguments: { [name]: 1 } }))).toEqual([
      `settings-invalid contract.json /services/svc/consumes/paid/queue/arguments/${name}: The key ${JSON.stringify(name)} is not allowed here. ` +
        `Names of queue arguments start with x- and are lower case; set the queue's type with "type".`,
    ]);
  },
);

test("empty names are none", async () => {
  for (const [event, contract] of [
    [{ exchange: "" }, {}],
    [{ routingKey: "" }, {}],
    [{ vhost: "" }, {}],
    [{}, consuming({ name: "" })],
    [{}, { services: { "": {} } }],
  ] as const)
    expect(await rules(event, contract)).toEqual(["settings-invalid"]);
  expect(await rules({}, { services: { "": {} }, vhost: "" })).toHaveLength(2);
});
