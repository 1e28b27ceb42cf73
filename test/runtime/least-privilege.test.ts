import { createHash } from "node:crypto";
import { type Channel, type ChannelModel, connect } from "amqplib";
import { afterAll, describe, expect, inject, onTestFinished, test } from "vitest";
import type { EventFamily, EventVersion } from "../../runtime/contract/event-version.js";
import { replyCode } from "../../runtime/errors/amqplib-error.js";
import { connectTo, type Rabbit, Reject } from "../../runtime/index.js";
import type { DeclareMode } from "../../runtime/topology/queue-plan.js";
import type { Contract } from "../../src/contract/contract.js";
import { loadContract } from "../../src/contract/load-contract.js";
import { type EmbeddedBroker, startEmbeddedBroker } from "../../src/embedded-broker/index.js";
import { topologyUsers } from "../../src/local-broker/topology-users.js";
import { eventFamilies } from "../../src/operate/event-families.js";
import { type DefinitionsPart, definitions, type PasswordHash } from "../../src/topology/definitions.js";
import type { Topology } from "../../src/topology/topology.js";
import { topologyOf } from "../../src/topology/topology-of.js";
import { importDefinitions } from "../support/import-definitions.js";
import { useBench } from "../support/use-bench.js";
import { nextEvent, Seen } from "../support/waiting.js";

const bench = useBench();
const [orders, billing, auditing] = ["/least/order", "/least/billing", "/least/audit"];
const services = ["svc-order", "svc-billing", "svc-audit", "svc-cache"] as const;
type ServiceName = (typeof services)[number];

const moved = {
  type: "object",
  properties: { id: { type: "string" }, region: { enum: ["eu", "us"] } },
  required: ["id", "region"],
};
const plain = { type: "object", properties: { id: { type: "string" } }, required: ["id"] };
const files = {
  "contract.json": {
    exchange: { name: "orders", type: "topic" },
    services: {
      "svc-order": { vhost: orders, publishes: ["order_paid", "order_moved"] },
      "svc-billing": {
        vhost: billing,
        publishes: ["invoice_issued"],
        consumes: {
          order_paid: {
            queue: { name: "svc-billing.order_paid" },
            retry: { delays: ["100ms"], maxAttempts: 2 },
          },
        },
      },
      "svc-audit": {
        vhost: auditing, // no event lives there
        consumes: {
          order_moved: {
            queue: { name: "svc+audit.(moved)", type: "classic" },
            bind: "order.eu.moved",
            retry: { strategy: "none" },
          },
          invoice_issued: { queue: { name: "svc-audit.invoices" }, retry: { strategy: "hold" } },
        },
      },
      "svc-cache": {
        consumes: { order_paid: { queue: { name: "svc-cache.paid", perInstance: true } } },
      },
    },
  },
  "order_paid/event.json": { routingKey: "order.paid" },
  "order_paid/v1.json": plain,
  "order_moved/event.json": { routingKey: "order.{region}.moved" },
  "order_moved/v1.json": moved,
  "invoice_issued/event.json": { exchange: { name: "invoices", type: "direct" } },
  "invoice_issued/v1.json": plain,
};

async function load(): Promise<{ contract: Contract; families: readonly EventFamily[] }> {
  const texts = Object.entries(files).map(([path, value]) => [path, JSON.stringify(value)] as const);
  const { contract, findings } = await loadContract(new Map(texts));
  if (contract === undefined) throw new Error(JSON.stringify(findings));
  return { contract, families: eventFamilies(contract) };
}

/** What a user may do with the names of one virtual host, written down by hand. */
interface Rights {
  /** Exchanges, with `""` for the default one. */
  readonly publish: readonly string[];
  readonly get: readonly string[];
  readonly declareQueue: readonly string[];
  readonly declareExchange: readonly string[];
  /** `queue < exchange`. */
  readonly bind: readonly string[];
}

const nothing: Rights = { publish: [], get: [], declareQueue: [], declareExchange: [], bind: [] };
const paidDelay = "orders/order.paid.delay.1000";
const movedDelay = "orders.delay.1000";
const billed = "svc-billing.order_paid";
const audited = "svc+audit.(moved)";
const invoiced = "svc-audit.invoices";

/** `undefined`: it cannot even open the virtual host. */
const rights: Readonly<
  Record<ServiceName, Readonly<Record<string, Readonly<Record<DeclareMode, Rights | undefined>>>>>
> = {
  "svc-order": {
    [orders]: {
      assert: {
        publish: ["", "orders", movedDelay],
        get: [paidDelay, movedDelay],
        declareQueue: [paidDelay, movedDelay],
        declareExchange: ["orders", movedDelay],
        bind: [`${movedDelay} < ${movedDelay}`],
      },
      check: { ...nothing, publish: ["", "orders", movedDelay] },
      none: { ...nothing, publish: ["", "orders", movedDelay] },
    },
  },
  "svc-billing": {
    [orders]: {
      assert: {
        publish: [""],
        get: [billed, `${billed}.retry.100`, `${billed}.retry.2000`],
        declareQueue: [billed, `${billed}.dead`, `${billed}.retry.100`, `${billed}.retry.2000`],
        declareExchange: ["orders"],
        bind: [`${billed} < orders`],
      },
      check: { ...nothing, publish: [""], get: [billed] },
      none: { ...nothing, publish: [""], get: [billed] },
    },
    [billing]: {
      assert: {
        ...nothing,
        publish: ["", "invoices"],
        get: [invoiceDelay()],
        declareQueue: [invoiceDelay()],
        declareExchange: ["invoices"],
      },
      check: { ...nothing, publish: ["", "invoices"] },
      none: { ...nothing, publish: ["", "invoices"] },
    },
  },
  "svc-audit": {
    [auditing]: { assert: nothing, check: nothing, none: nothing },
    [orders]: {
      assert: {
        publish: [""],
        get: [audited],
        declareQueue: [audited, `${audited}.dead`],
        declareExchange: ["orders"],
        bind: [], // the key of the test is not the one that it is bound with
      },
      check: { ...nothing, publish: [""], get: [audited] },
      none: { ...nothing, publish: [""], get: [audited] },
    },
    [billing]: {
      assert: {
        publish: [""],
        get: [invoiced],
        declareQueue: [invoiced, `${invoiced}.dead`],
        declareExchange: ["invoices"],
        bind: [`${invoiced} < invoices`],
      },
      // a direct exchange has no topic permissions; see docs/how-to/topology.md
      check: { ...nothing, publish: [""], get: [invoiced], bind: [`${invoiced}.dead < invoices`] },
      none: { ...nothing, publish: [""], get: [invoiced] },
    },
  },
  "svc-cache": {
    [orders]: {
      assert: {
        ...nothing,
        publish: [""],
        declareQueue: ["svc-cache.paid.dead"],
        declareExchange: ["orders"],
      },
      check: undefined,
      none: undefined,
    },
  },
};

function invoiceDelay(): string {
  return "invoices/invoice_issued.delay.1000";
}

/** A broker with the users of a topology, whose passwords are `secret`. */
interface Site {
  url(service: string, vhost?: string): string;
}

const passwords = Object.fromEntries(services.map((name) => [name, "secret"]));

/** As RabbitMQ's documentation has it: the salt, and the digest of salt and password. */
function hashOf(password: string): PasswordHash {
  const salt = Buffer.from("salt");
  const digest = createHash("sha256").update(salt).update(password).digest();
  return {
    hash: Buffer.concat([salt, digest]).toString("base64"),
    algorithm: "rabbit_password_hashing_sha256",
  };
}

async function evaluate(...calls: readonly string[]): Promise<void> {
  expect((await bench.broker.ctl("eval", `${calls.map((call) => `ok = ${call}`).join(", ")}.`)).trim()).toBe(
    "ok",
  );
}

let embedded: EmbeddedBroker | undefined;
afterAll(() => embedded?.close());

async function prepare(
  topology: Topology,
  { only, hasHashes }: { readonly only?: readonly DefinitionsPart[]; readonly hasHashes: boolean },
): Promise<Site> {
  if (inject("broker") === "embedded") {
    await embedded?.close();
    embedded = await startEmbeddedBroker({
      ...topologyUsers(topology, passwords),
    });
    const { port } = embedded;
    if (only === undefined) declareAll(embedded, topology);
    return { url: (service, vhost) => urlOf(`127.0.0.1:${port}`, service, vhost) };
  }
  await evaluate(
    ...topology.vhosts.map(
      ({ name }) =>
        `case rabbit_vhost:exists(<<"${name}">>) of true -> ok = element(1, {rabbit_vhost:delete(<<"${name}">>, <<"t">>)}); _ -> ok end`,
    ),
  );
  const whole = definitions(topology, {
    ...(only === undefined ? {} : { only }),
    ...(hasHashes
      ? { passwordHashes: new Map(topology.users.map(({ name }) => [name, hashOf("secret")])) }
      : {}),
  });
  await importDefinitions(bench.broker, whole);
  const { host } = new URL(bench.broker.url);
  const site: Site = { url: (service, vhost) => urlOf(host, service, vhost) };
  if (hasHashes) return site;
  // a user that is imported without a hash has no password, whatever it had
  await expect(connect(site.url("svc-audit", auditing))).rejects.toThrow(/ACCESS_REFUSED|ACCESS-REFUSED/);
  await evaluate(
    ...topology.users.map(
      ({ name }) => `rabbit_auth_backend_internal:change_password(<<"${name}">>, <<"secret">>, <<"t">>)`,
    ),
  );
  return site;
}

function urlOf(host: string, service: string, vhost?: string): string {
  return `amqp://${service}:secret@${host}${vhost === undefined ? "" : `/${encodeURIComponent(vhost)}`}`;
}

function declareAll(broker: EmbeddedBroker, { vhosts }: Topology): void {
  for (const { name, exchanges, queues, bindings } of vhosts) {
    const vhost = broker.vhost(name);
    for (const exchange of exchanges)
      vhost.declareExchange(exchange.name, { type: exchange.type ?? "topic" });
    for (const queue of queues) vhost.declareQueue(queue.name, { arguments: queue.arguments });
    for (const binding of bindings) vhost.bind(binding);
  }
}

async function open(
  site: Site,
  contract: Contract,
  service: ServiceName,
  declare: DeclareMode,
): Promise<Rabbit> {
  const settings = contract.services.map(({ name, vhost, publishes, consumes }) => [
    name,
    { vhost, publishes, consumes: Object.fromEntries(consumes) },
  ]);
  const rabbit = await connectTo(
    { services: Object.fromEntries(settings) },
    { url: site.url(service), service, declare },
  );
  onTestFinished(async () => void (await rabbit.close({ timeout: 5_000 })));
  return rabbit;
}

function versionOf(families: readonly EventFamily[], event: string): EventVersion {
  const version = families.find((family) => family.event === event)?.versions["v1"];
  if (version === undefined) throw new Error(`no ${event}`);
  return version;
}

function familyOf(families: readonly EventFamily[], event: string): EventFamily {
  const family = families.find((each) => each.event === event);
  if (family === undefined) throw new Error(`no ${event}`);
  return family;
}

/** What the broker lets a user do, of all that can be tried in a virtual host. */
async function tried(
  model: ChannelModel,
  { exchanges, queues }: Topology["vhosts"][number],
): Promise<Rights> {
  const may = async (names: readonly string[], act: (channel: Channel, name: string) => Promise<unknown>) => {
    const allowed = await Promise.all(names.map((name) => isAllowed(model, (channel) => act(channel, name))));
    return names.filter((_, index) => allowed[index]).sort();
  };
  const exchangeNames = [...exchanges.map(({ name }) => name), "stranger.x"];
  const known = new Map(queues.map((queue) => [queue.name, queue.arguments]));
  const queueNames = [...known.keys(), `${billed}.retry.2000`, "stranger.q"];
  const pairs = queueNames.flatMap((queue) => exchangeNames.map((exchange) => `${queue} < ${exchange}`));
  const types = new Map(exchanges.map(({ name, type }) => [name, type ?? "topic"]));
  return {
    publish: await may(["", ...exchangeNames], async (channel, name) => {
      channel.publish(name, "order.paid", Buffer.from("{}"));
      await channel.checkExchange("amq.topic"); // answered after the publish
    }),
    get: await may(queueNames, (channel, name) => channel.get(name)),
    declareQueue: await may(queueNames, (channel, name) =>
      channel.assertQueue(name, { arguments: known.get(name) ?? retryArguments }),
    ),
    declareExchange: await may(exchangeNames, (channel, name) =>
      channel.assertExchange(name, types.get(name) ?? "topic"),
    ),
    bind: await may(pairs, (channel, pair) => {
      const [queue = "", exchange = ""] = pair.split(" < ");
      return channel.bindQueue(queue, exchange, exchange === "orders" ? "order.paid" : "");
    }),
  };
}

const retryArguments = {
  "x-queue-type": "quorum",
  "x-message-ttl": 2000,
  "x-dead-letter-exchange": "",
  "x-dead-letter-routing-key": billed,
  "x-dead-letter-strategy": "at-least-once",
  "x-overflow": "reject-publish",
};

/** Whether the broker does not answer with 403; what is missing (404) may be tried. */
async function isAllowed(model: ChannelModel, act: (channel: Channel) => Promise<unknown>): Promise<boolean> {
  const channel = await model.createChannel();
  const closed = new Promise<number>((resolve) =>
    channel.on("error", (error) => resolve(replyCode(error) ?? 0)),
  );
  try {
    await act(channel);
    await channel.close();
    return true;
  } catch {
    return (await closed) !== 403;
  }
}

describe.each(["assert", "check", "none"] as const)('with the permissions of declare "%s"', (declare) => {
  test("each service does what it declares, and is refused everything else", async ({ skip }) => {
    if (inject("broker") !== "embedded" && bench.lacks("rabbitmqctl")) skip("needs rabbitmqctl");
    const { contract, families } = await load();
    const topology = topologyOf(contract, families, { declare, delays: [1_000] });
    const only = ["users", "vhosts", "permissions", "topic_permissions"] as const;
    const site = await prepare(topology, {
      hasHashes: declare !== "none",
      ...(declare === "assert" ? { only } : {}),
    });

    const attempts = new Seen<number>();
    const got = new Seen<string>();
    const billingRabbit = await open(site, contract, "svc-billing", declare);
    const deadPaid = nextEvent(billingRabbit, "dead-letter");
    const copiesFailed = new Seen<string>();
    billingRabbit.on("copy-failed", ({ cause }) => copiesFailed.add(cause.message));
    await billingRabbit.consumer(familyOf(families, "order_paid"), {
      handlers: {
        v1: (_: unknown, { attempt }: { attempt: number }) => {
          attempts.add(attempt);
          throw new Error("always");
        },
      },
    });
    const audit = await open(site, contract, "svc-audit", declare);
    const deadMoved = nextEvent(audit, "dead-letter");
    await audit.consumer(familyOf(families, "order_moved"), {
      handlers: {
        v1: () => {
          throw new Reject("never");
        },
      },
    });
    await audit.consumer(familyOf(families, "invoice_issued"), {
      handlers: { v1: (event: unknown) => got.add((event as { id: string }).id) },
    });
    const cached = new Seen<string>();
    const cache = await open(site, contract, "svc-cache", declare);
    const caching = cache.consumer(familyOf(families, "order_paid"), {
      handlers: { v1: (event: unknown) => cached.add((event as { id: string }).id) },
    });
    if (declare === "assert") await caching;
    else await expect(caching).rejects.toThrow(/perInstance/);

    const order = await open(site, contract, "svc-order", declare);
    const paid = await order.publisher(versionOf(families, "order_paid"));
    const movedTo = await order.publisher(versionOf(families, "order_moved"));
    await paid.publish({ id: "p-1" });
    expect(await deadPaid).toMatchObject({ reason: "attempts-exhausted" });
    await movedTo.publish({ id: "m-1", region: "eu" });
    expect(await deadMoved).toMatchObject({ reason: "rejected" });
    const later = nextEvent(billingRabbit, "dead-letter");
    const movedLater = nextEvent(audit, "dead-letter");
    await paid.publish({ id: "p-2" }, { delay: "1s" });
    await movedTo.publish({ id: "m-2", region: "eu" }, { delay: "1s" });
    expect(await later).toMatchObject({ reason: "attempts-exhausted" });
    expect(await movedLater).toMatchObject({ reason: "rejected" });
    expect(attempts.items).toEqual([1, 2, 1, 2]);
    const issued = await billingRabbit.publisher(versionOf(families, "invoice_issued"));
    await issued.publish({ id: "i-1" });
    await issued.publish({ id: "i-2" }, { delay: "1s" });
    expect(await got.count(2)).toEqual(["i-1", "i-2"]);
    if (declare === "assert") expect([...(await cached.count(2))].sort()).toEqual(["p-1", "p-2"]);
    expect(copiesFailed.items).toEqual([]);
    for (const rabbit of [billingRabbit, audit, cache, order]) await rabbit.close({ timeout: 5_000 });

    // what services have declared is what the definitions have
    if (declare === "assert" && embedded === undefined)
      await importDefinitions(
        bench.broker,
        definitions(topology, { only: ["exchanges", "queues", "bindings"] }),
      );
    for (const service of services) {
      for (const vhost of [...topology.vhosts, { name: "/", exchanges: [], queues: [] }]) {
        const expected = rights[service][vhost.name]?.[declare];
        const opening = connect(site.url(service, vhost.name));
        if (expected === undefined) {
          await expect(opening, `${service} in ${vhost.name}`).rejects.toThrow();
          continue;
        }
        const model = await opening;
        model.on("error", () => {});
        const found = await tried(model, vhost as Topology["vhosts"][number]);
        await model.close();
        const sorted = Object.fromEntries(
          Object.entries(expected).map(([key, names]) => [key, [...names].sort()]),
        );
        expect(found, `${service} in ${vhost.name}`).toEqual(sorted);
      }
    }
  }, 120_000);
});
