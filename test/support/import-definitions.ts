import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Broker } from "../../rabbitmq/broker.js";
import { rabbitMQ4 } from "../../rabbitmq/rabbitmq4.js";

/** Has a node of our own import definitions, from a file where its `rabbitmqctl` finds it. */
export async function importDefinitions(broker: Broker, definitions: string): Promise<void> {
  const elsewhere = broker.origin === "rabbitmq4" ? await rabbitMQ4() : undefined;
  const { root, tmp } = elsewhere ?? { root: "", tmp: "/tmp" };
  const inside = join(tmp, `rabbitgen-definitions-${process.pid}.json`);
  const outside = join(root, inside);
  writeFileSync(outside, definitions, { mode: 0o644 });
  try {
    await broker.ctl("import_definitions", inside);
  } finally {
    rmSync(outside);
  }
}
