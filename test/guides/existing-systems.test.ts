import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { connect } from "amqplib";
import { expect, onTestFinished, test } from "vitest";
import { startBroker } from "../../src/testing/index.js";
import { repository } from "../support/repository.js";
import { tempFolder } from "../support/temp-folder.js";
import { walkPage } from "../support/walk-page.js";

const path = join(repository, "docs/how-to/existing-systems.md");

test("a service moves to the SDK on its old queue, as the page says", async () => {
  const folder = tempFolder({
    "package.json": { type: "module", dependencies: { amqplib: "^2.3.1" } },
  });
  symlinkSync(join(repository, "node_modules"), join(folder, "node_modules"));
  const { page, failed } = await walkPage(readFileSync(path, "utf8"), folder);
  await expect(page).toMatchFileSnapshot(path);
  expect(failed).toEqual(["rabbitgen check OrderPaid v1 message.json: 1"]);
  await expectBilled(folder);
});

/** Lets the page's consumer take over a queue, and the page's publisher and an older one send to it. */
async function expectBilled(folder: string): Promise<void> {
  const broker = await startBroker();
  onTestFinished(() => broker.close());
  const connection = await connect(broker.url);
  onTestFinished(() => connection.close());
  const channel = await connection.createConfirmChannel();
  await channel.assertExchange("shop", "topic");
  await channel.assertQueue("billing", { durable: true, maxLength: 1000 });
  await channel.bindQueue("billing", "shop", "order.paid");
  const start = (name: string) =>
    spawn(process.execPath, [join(folder, `build/src/${name}.js`)], {
      env: { ...process.env, AMQP_URL: broker.url },
      stdio: ["ignore", "pipe", "inherit"],
    });
  const billing = start("billing");
  onTestFinished(() => void billing.kill("SIGKILL"));
  const billed: string[] = [];
  const bothBilled = new Promise<void>((resolve) => {
    billing.stdout.setEncoding("utf8").on("data", (text: string) => {
      billed.push(...text.split("\n").filter((line) => line.startsWith("bill ")));
      if (billed.length === 2) resolve();
    });
  });
  channel.publish("shop", "order.paid", Buffer.from('{"orderId":"o-1","cents":"1250","coupon":null}'));
  await channel.waitForConfirms();
  await once(start("order-service"), "exit");
  await bothBilled;
  expect(billed.sort()).toEqual(["bill o-1 1250", "bill o-2 500"]);
  const ended = once(billing, "exit");
  billing.kill("SIGTERM");
  expect(await ended).toEqual([0, null]);
}
