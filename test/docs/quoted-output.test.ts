import { connect } from "amqplib";
import { expect, onTestFinished, test } from "vitest";
import { deadLetterQueue } from "../../runtime/topology/queue-topology.js";
import { startBroker } from "../../src/testing/index.js";
import { codeBlocks } from "../support/documentation.js";
import { runCli } from "../support/run-cli.js";
import { tempFolder } from "../support/temp-folder.js";
import { poll } from "../support/waiting.js";

const queue = "svc-billing.order_paid";
const order = (total: object): object => ({
  type: "object",
  properties: { orderId: { type: "string" }, total },
  required: ["orderId"],
});
const integer = order({ type: "integer" });
const consumes = (service: string, name = "order_paid") => ({
  [name]: { queue: { name: `${service}.${name}` }, retry: { delays: ["200ms"] } },
});

/** The block of a page that has a text. */
function blockOf(page: string, text: string): string {
  const found = codeBlocks(page).filter((block) => block.text.includes(text));
  expect(found).toHaveLength(1);
  return found[0]?.text ?? "";
}

/** What a command printed, with words in the place of what differs between two runs. */
function settled(text: string): string {
  return text
    .replace(/\d\d:\d\d:\d\d\.\d{3}/g, "<time>")
    .replace(/:\d{4,5} /g, ":<port> ")
    .replace(/\d+ (?:ms|s|min|h|d)\b/g, "<age>")
    .replace(/ {2,}/g, "  ")
    .replace(/(v\d {2})\d+/g, "$1<count>")
    .replace(/^\d+ (?=dead letters in)/gm, "<count> ")
    .trim();
}

test("docs/how-to/operating.md shows dead letters as `dead list` and `dead show` print them", async () => {
  await using broker = await startBroker();
  const folder = tempFolder({
    "schemas/contract.json": { services: { "svc-billing": { consumes: consumes("svc-billing") } } },
    "schemas/order_paid/v1.json": integer,
    "schemas/order_paid/v2.json": integer,
  });
  const connection = await connect(broker.url);
  const channel = await connection.createConfirmChannel();
  const dead = deadLetterQueue(queue);
  await channel.assertQueue(dead.name, { arguments: dead.arguments });
  const bury = (
    version: string,
    body: object,
    reason: string,
    error: string,
    { errors = [], id = "o-1" }: { readonly errors?: object[]; readonly id?: string } = {},
  ): void => {
    const contentType = `application/json; version=${version}`;
    channel.sendToQueue(dead.name, Buffer.from(JSON.stringify(body)), {
      messageId: id,
      type: "order_paid",
      contentType,
      headers: {
        "content-type": contentType,
        "rabbitgen-reason": reason,
        "rabbitgen-error-name": reason,
        "rabbitgen-error-message": error,
        "rabbitgen-errors": JSON.stringify(errors),
        "rabbitgen-time": new Date().toISOString(),
        "rabbitgen-queue": queue,
        "rabbitgen-service": "svc-billing",
      },
    });
  };
  for (const total of [1, 2, 3]) bury("v2", { orderId: "o-1", total }, "attempts-exhausted", "gateway down");
  const failure = { path: "/total", keyword: "type", message: "must be integer" };
  const ids = {
    "29.90": "7c9e6679-7425-40de-944b-e07fc1f90ae7",
    "12.50": "0b1f4a52-6f0e-4a0c-9f5c-3d0e2b7a1c44",
    "8.00": "5d2cbb9e-1f3a-4d67-8a52-c6e1f0a9d713",
  };
  for (const [total, id] of Object.entries(ids)) {
    const errors = [failure];
    bury("v1", { orderId: "o-1001", total }, "schema-violation", "/total must be integer", { errors, id });
  }
  await channel.waitForConfirms();
  await connection.close();
  const printed = async (command: string): Promise<string> =>
    (await runCli(folder, command.split(" ").slice(1), { env: { RABBITGEN_URL: broker.url } })).out;
  for (const text of ["$ rabbitgen dead list\n", "$ rabbitgen dead show", "$ rabbitgen dead list --ids"]) {
    const [line = "", ...shown] = blockOf("docs/how-to/operating.md", text).split("\n");
    const output = settled(await printed(line.slice(2)));
    for (const part of shown.join("\n").split("…\n")) expect(output).toContain(settled(part));
  }
  expect(await printed("rabbitgen dead show")).toMatch(/exchange: +\(default\) +routing key svc-billing/);
});

test("docs/how-to/embedded-broker.md shows the messages as `rabbitgen broker` prints them", async () => {
  const lines: string[] = [];
  const stop = new AbortController();
  const folder = tempFolder({
    "schemas/contract.json": {
      services: {
        "svc-billing": { consumes: consumes("svc-billing") },
        "svc-shipping": { consumes: consumes("svc-shipping") },
      },
    },
    "schemas/order_paid/v2.json": order({ type: "object" }),
    "schemas/catalog.price-changed/v1.json": {},
  });
  const out = (text: string): void => void lines.push(...text.trimEnd().split("\n"));
  const ended = runCli(folder, ["broker", "--declare", "--port", "0"], { out, signal: stop.signal });
  onTestFinished(async () => {
    stop.abort();
    await ended;
  });
  const [url = ""] = /amqp:\/\/\S+:\d+/.exec(await poll(async () => lines[1] && lines[0])) ?? [];
  const connection = await connect(url);
  const channel = await connection.createConfirmChannel();
  const send = async (exchange: string, key: string, type: string, version: string, body: object) => {
    const contentType = `application/json; version=${version}`;
    const before = lines.length;
    channel.publish(exchange, key, Buffer.from(JSON.stringify(body)), { type, contentType });
    await channel.waitForConfirms();
    await poll(async () => lines[before]);
  };
  const valid = { orderId: "o-1", total: {} };
  await send("events", "order_paid", "order_paid", "v2", valid);
  await send("events", "order_paid", "order_paid", "v2", { ...valid, total: 1 });
  await send("", `${queue}.retry.200`, "order_paid", "v2", valid);
  await send("events", "catalog.price-changed", "catalog.price-changed", "v1", {});
  await connection.close();
  const [, ...shown] = blockOf("docs/how-to/embedded-broker.md", "broker --declare").trimEnd().split("\n");
  expect(
    lines
      .filter((line) => !line.includes(".retry.200  →"))
      .map(settled)
      .slice(0, shown.length),
  ).toEqual(shown.map(settled));
});

test("docs/how-to/samples.md shows an invalid event as `sample --invalid` prints it", async () => {
  const folder = tempFolder({
    "schemas/_shared/money.json": {
      type: "object",
      properties: { amount: { type: "integer", minimum: 0 }, currency: { enum: ["EUR"] } },
      required: ["amount", "currency"],
    },
    "schemas/order_paid/v1.json": order({ $ref: "../_shared/money.json" }),
  });
  const { out } = await runCli(folder, ["sample", "order_paid", "--invalid"]);
  const [shown = ""] = blockOf("docs/how-to/samples.md", "# /total/amount").split("    …");
  const name = /"orderId": "[^"]*"/;
  expect(out.replaceAll(new RegExp(name, "g"), "id")).toContain(shown.replace(name, "id"));
});
