import { connect } from "amqplib";
import { expect, inject, onTestFinished, test } from "vitest";
import { startEmbeddedBroker } from "../../src/embedded-broker/index.js";
import { addUser } from "../support/broker-user.js";
import { useBench } from "../support/use-bench.js";

const bench = useBench();
const exchange = "x.carbon-copies";

/** URLs of a user with all permissions, and of a user that may publish to the exchange with the key `own` alone. */
async function urls(): Promise<readonly [all: string, limited: string]> {
  if (inject("broker") === "embedded") {
    const topics = { [exchange]: { write: "^own$", read: "^$" } };
    const permissions = { "/": { configure: ".*", write: ".*", read: ".*" } };
    const users = { all: "all", limited: { password: "p", permissions, topicPermissions: { "/": topics } } };
    const broker = await startEmbeddedBroker({ users });
    onTestFinished(() => broker.close());
    return [`amqp://all:all@127.0.0.1:${broker.port}`, `amqp://limited:p@127.0.0.1:${broker.port}`];
  }
  const { name, url } = await addUser(bench.broker);
  await bench.broker.ctl("set_topic_permissions", name, exchange, "^own$", "^$");
  return [bench.broker.url, url(bench.broker.url)];
}

// What docs/how-to/topology.md says remains possible on RabbitMQ 3.
test.for(["CC", "BCC"])(
  "topic permissions are asked for the keys of the header %s from RabbitMQ 4 on",
  { timeout: 180_000 },
  async (header, { skip }) => {
    skip(inject("broker") !== "embedded" && bench.lacks("rabbitmqctl"), "needs rabbitmqctl");
    const [all, limited] = await urls();
    const operator = await connect(all);
    const [channel, model] = [await operator.createChannel(), await connect(limited)];
    onTestFinished(async () => {
      await channel.deleteExchange(exchange);
      await Promise.all([operator.close(), model.close()]);
    });
    await channel.assertExchange(exchange, "topic");
    const { queue } = await channel.assertQueue("", { exclusive: true });
    await channel.bindQueue(queue, exchange, "other");
    const own = await model.createConfirmChannel();
    const refused = new Promise<string>((resolve) =>
      own.on("error", (error: Error) => resolve(error.message)),
    );
    own.publish(exchange, "own", Buffer.from("{}"), { headers: { [header]: ["other"] } });
    const checked = Number.parseInt(bench.broker.version, 10) >= 4;
    if (checked) {
      expect(await refused).toContain(`write access to topic 'other' in exchange '${exchange}'`);
      expect(await channel.get(queue)).toBe(false);
    } else {
      await own.waitForConfirms();
      expect(await channel.get(queue, { noAck: true })).toMatchObject({ fields: { routingKey: "own" } });
    }
  },
);
