import { randomUUID } from "node:crypto";
import { connect } from "amqplib";
import { expect, onTestFinished, test } from "vitest";
import { deadLetterQueue, workQueue } from "../../runtime/topology/queue-topology.js";
import { useBench } from "../support/use-bench.js";
import { openShop } from "./open-shop.js";

const bench = useBench();

test("works in the virtual host that one of contract.json is mapped to", async ({ skip }) => {
  if (bench.lacks("rabbitmqctl")) skip("needs rabbitmqctl");
  const vhost = `/staging-${randomUUID().slice(0, 8)}`;
  await bench.broker.ctl("add_vhost", vhost);
  await bench.broker.ctl("set_permissions", "-p", vhost, "guest", ".*", ".*", ".*");
  onTestFinished(async () => void (await bench.broker.ctl("delete_vhost", vhost)));
  const shop = await openShop(bench, { declare: false, vhost: "/shop=1" });
  const { event } = shop.family;
  const model = await connect(`${bench.broker.url}/${encodeURIComponent(vhost)}`);
  const channel = await model.createConfirmChannel();
  await channel.assertExchange(shop.exchange, "topic");
  await channel.assertQueue(shop.dead, { arguments: deadLetterQueue(shop.queue).arguments });
  await channel.assertQueue(shop.queue, { arguments: workQueue(shop.queue, "quorum", 20).arguments });
  await channel.bindQueue(shop.queue, shop.exchange, "order.paid");
  const mapped = ["--vhost", `/shop=1=${vhost}`];
  const input = '{"orderId":"a"}';
  expect(await shop.cli(["publish", event, "v1", ...mapped], { input })).toMatchObject({ code: 0, err: "" });
  const published = await channel.get(shop.queue, { noAck: true });
  if (published === false) throw new Error("nothing was published");
  channel.sendToQueue(shop.dead, published.content, published.properties);
  await channel.waitForConfirms();
  const list = await shop.json(["dead", "list", ...mapped]);
  expect(list).toMatchObject({ groups: [{ vhost: "/shop=1", event, version: "v1", count: 1 }] });
  expect((await shop.cli(["queues", ...mapped])).out).toMatch(/^VHOST/);
  expect((await shop.cli(["dead", "replay", ...mapped])).code).toBe(0);
  expect(await channel.get(shop.queue, { noAck: true })).toMatchObject({ content: Buffer.from(input) });
  await model.close();
  const unmapped = await shop.cli(["dead", "list"]);
  expect(unmapped).toMatchObject({
    code: 2,
    err: expect.stringContaining('virtual host "/shop=1" does not exist'),
  });
  const unknown = await shop.cli(["dead", "list", "--vhost", `/other=${vhost}`]);
  expect(unknown).toMatchObject({ code: 2, err: expect.stringContaining("contract.json names /shop=1") });
});
