import { randomUUID } from "node:crypto";
import { expect, onTestFinished, test } from "vitest";
import type { ConsumerOptions } from "../../runtime/consume/consumer-options.js";
import type { Delivered, RabbitEvents } from "../../runtime/index.js";
import { orderFamily } from "../support/order-family.js";
import { placesOf } from "../support/reachable.js";
import { useBench } from "../support/use-bench.js";
import { nextEvent, Seen } from "../support/waiting.js";

const bench = useBench();
const NAMES: Readonly<Record<keyof RabbitEvents, true>> = {
  connected: true,
  disconnected: true,
  reconnecting: true,
  blocked: true,
  unblocked: true,
  "publisher-lost": true,
  "consumer-lost": true,
  "consumer-recovered": true,
  "breaker-open": true,
  "breaker-probing": true,
  "breaker-closed": true,
  retry: true,
  "dead-letter": true,
  duplicate: true,
  "copy-failed": true,
  "settle-lost": true,
  warning: true,
};

test.for(["plain", "amqplain"])(
  "hands out no user name and no password, whatever happens (%s)",
  { timeout: 120_000 },
  async (mechanism, { skip }) => {
    if (bench.lacks("rabbitmqctl")) skip("needs rabbitmqctl");
    const [user, password] = [`user-${randomUUID()}`, `p/w@${randomUUID()}`];
    const { ctl } = bench.broker;
    await ctl("add_user", user, password);
    onTestFinished(async () => void (await ctl("delete_user", user)));
    await ctl("set_permissions", user, ".*", ".*", ".*");
    const proxy = await bench.proxy();
    const url = new URL(proxy.url);
    url.username = user;
    url.password = encodeURIComponent(password);
    url.searchParams.set("auth_mechanism", mechanism);
    const handedOut: (readonly [what: string, value: unknown])[] = [];
    const keep = (what: string) => (value: unknown) => void handedOut.push([what, value]);
    const failed = async (what: string, call: Promise<unknown>) => {
      const error: unknown = await call.then(
        () => expect.unreachable(`${what} was not refused`),
        (thrown: unknown) => thrown,
      );
      keep(what)(error);
    };

    const instrumentation = {
      publish: (message: unknown) => {
        keep("publish hook")(message);
        return { ended: keep("publish ended") };
      },
      handle: (message: unknown) => {
        keep("handle hook")(message);
        return { ended: (...end: unknown[]) => keep("handle ended")(end) };
      },
    };
    const rabbit = await bench.connect({ url: url.href, instrumentation, startTimeout: 10_000 });
    keep("rabbit")(rabbit);
    for (const name of Object.keys(NAMES) as (keyof RabbitEvents)[]) rabbit.on(name, keep(`event ${name}`));
    const [family, unbound] = [orderFamily(), orderFamily()];
    const publisher = await rabbit.publisher(family.versions.v1);
    const handled = new Seen<Delivered>();
    const options: ConsumerOptions<{ v1: (event: unknown, message: Delivered) => void; v2: "dead-letter" }> =
      {
        queue: bench.queue(),
        handlers: {
          v1: (_, message) => {
            handled.add(message);
            throw new Error("always");
          },
          v2: "dead-letter",
        },
        retry: { strategy: "none" },
      };
    const consumer = await rabbit.consumer(family, options);
    const dead = nextEvent(rabbit, "dead-letter");
    await publisher.publish({ orderId: "o-1" });
    await dead;
    keep("handler's message")(handled.items[0]);
    keep("publisher")(publisher);
    keep("consumer")(consumer);
    await failed("unroutable", (await rabbit.publisher(unbound.versions.v1)).publish({ orderId: "o-1" }));
    const reserved = orderFamily({ exchange: { name: "amq.reserved", type: "topic" } });
    await failed("a reserved name", rabbit.publisher(reserved.versions.v1));
    await ctl("change_password", user, "another");
    const refused = nextEvent(rabbit, "reconnecting", ({ cause }) => cause.name === "AuthenticationError");
    proxy.cut();
    await refused;
    await failed("publish while away", publisher.publish({ orderId: "o-2" }, { timeout: 50 }));
    await failed("a wrong password", bench.connect({ url: url.href }));
    keep("health")(rabbit.health());
    url.pathname = "/nowhere";
    await ctl("change_password", user, password);
    await failed("a missing virtual host", bench.connect({ url: url.href }));
    await failed("no peer", bench.connect({ url: url.href.replace(url.port, "1"), startTimeout: 50 }));
    const broken = `amqp://${user}:${password}@h/`;
    await failed("a broken url", bench.connect({ url: broken }));
    keep("closed")(await rabbit.close());
    keep("health after close")(rabbit.health());

    const kinds = new Set(handedOut.map(([what]) => what));
    for (const what of [
      "publish hook",
      "handle hook",
      "event disconnected",
      "event reconnecting",
      "event dead-letter",
    ])
      expect(kinds).toContain(what);
    const secrets = [user, password, encodeURIComponent(password), password.slice(4)];
    const found = handedOut.flatMap(([what, value]) =>
      secrets.flatMap((secret) => placesOf(secret, value).map((place) => `${what}: ${place}`)),
    );
    expect(found).toEqual([]);
  },
);
