import { type ChannelModel, connect } from "amqplib";
import { expect, test } from "vitest";
import type { Warning } from "../../runtime/index.js";
import { checkQueueArguments } from "../../src/contract/check-queue-arguments.js";
import { loadContract } from "../../src/contract/load-contract.js";
import { queueArguments } from "../../src/contract/queue-arguments.js";
import { texts } from "../support/load.js";
import { orderFamily } from "../support/order-family.js";
import { useBench } from "../support/use-bench.js";

const bench = useBench();
const values = [0, 1, -1, 256, 315_360_000_001, "", "a", "lazy", "drop-head", "at-least-once", true] as const;

/** Where versions differ: a classic queue has the first from RabbitMQ 4.0 on; the second could end a connection before (541). */
const differing: Readonly<Record<"quorum" | "classic", readonly string[]>> = {
  classic: ["x-queue-leader-locator", "x-queue-master-locator"],
  quorum: [],
};

test.each(["quorum", "classic"] as const)(
  "what the contract's checks refuse of a %s queue is what the broker refuses",
  async (type) => {
    const { sources } = await loadContract(texts({ "contract.json": {}, "paid/v1.json": {} }));
    const source = sources.get("contract.json");
    if (source === undefined) throw new Error("contract.json is missing");
    const model = await connect(bench.broker.url);
    const name = bench.queue();
    const wrong: string[] = [];
    for (const argument of [...queueArguments.keys(), "x-max-lenght"]) {
      if (differing[type].includes(argument)) continue;
      for (const value of values) {
        const queue = { name, type, arguments: { [argument]: value } };
        const refused = checkQueueArguments({ queue }, "", source).some(
          ({ severity }) => severity === "error",
        );
        if ((await isRefused(model, queue)) !== refused) wrong.push(`${argument}: ${JSON.stringify(value)}`);
      }
    }
    await model.close();
    expect(wrong).toEqual([]);
  },
);

test("an argument that the broker ignores is a warning of the consumer that is given it, and the queue is declared", async () => {
  const rabbit = await bench.connect();
  const warnings: Warning[] = [];
  rabbit.on("warning", (warning) => warnings.push(warning));
  const queue = bench.queue();
  const own = { "x-max-lenght": 10, "x-max-length": 1_000 };
  const handlers = { v1: () => {}, v2: "dead-letter" } as const;
  await rabbit.consumer(orderFamily(), { queue: { name: queue, arguments: own }, handlers });
  expect(warnings).toEqual([
    { code: "queue-argument", queue, message: expect.stringContaining('Did you mean "x-max-length"?') },
  ]);
  await bench.holds(queue, 0);
});

interface Declared {
  readonly name: string;
  readonly type: string;
  readonly arguments: Readonly<Record<string, string | number | boolean>>;
}

/** True when the broker closes the channel with 406; the queue is deleted at once. */
async function isRefused(model: ChannelModel, { name, type, arguments: own }: Declared): Promise<boolean> {
  const channel = await model.createChannel();
  channel.on("error", () => {});
  try {
    const all = { "x-queue-type": type, "x-dead-letter-exchange": "", ...own };
    await channel.assertQueue(name, { durable: true, arguments: all });
    await channel.deleteQueue(name);
    await channel.close();
    return false;
  } catch (error) {
    if (String(error).includes("406")) return true;
    throw error;
  }
}
