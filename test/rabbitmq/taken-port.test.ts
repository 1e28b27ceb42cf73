// @module-tag rabbitmq
import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";
import { expect, onTestFinished, test, vi } from "vitest";
import { installedRabbitMQ } from "../../rabbitmq/installed-node.js";
import { startPrivateNode } from "../../rabbitmq/private-node.js";
import { startEmbeddedBroker } from "../../src/embedded-broker/index.js";

/** The next port that is chosen is taken by another server by the time the node has started. */
const taken = vi.hoisted(() => ({ port: 0 }));

vi.mock("../../rabbitmq/free-port.js", async (importOriginal) => {
  const { freePort } = await importOriginal<typeof import("../../rabbitmq/free-port.js")>();
  return {
    freePort: async () => {
      if (taken.port === 0) return freePort();
      const { port } = taken;
      taken.port = 0;
      return port;
    },
  };
});

async function silentServer(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  onTestFinished(() => void server.close());
  await once(server, "listening");
  return (server.address() as AddressInfo).port;
}

/** A broker that greets clients as the node itself would. */
async function otherBroker(): Promise<number> {
  const broker = await startEmbeddedBroker();
  onTestFinished(() => broker.close());
  return broker.port;
}

test.for([
  ["a server that says nothing", silentServer],
  ["another broker, which answers in its place", otherBroker],
] as const)(
  "a private node starts on other ports when one of its own was taken by %s",
  async ([, take], { skip }) => {
    const installation = await installedRabbitMQ();
    if (installation === undefined) return skip("no installed RabbitMQ");
    const port = await take();
    taken.port = port;
    const node = await startPrivateNode(installation);
    onTestFinished(() => node.dispose());
    expect(new URL(node.url).port).not.toBe(`${port}`);
    expect(await node.ctl("list_vhosts")).toContain("/");
  },
);
