// @module-tag rabbitmq
import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";
import { expect, onTestFinished, test, vi } from "vitest";
import { installedRabbitMQ } from "../../rabbitmq/installed-node.js";
import { startPrivateNode } from "../../rabbitmq/private-node.js";

/** The first port that is chosen is taken by another process by the time the node has started. */
const taken = vi.hoisted(() => ({ port: 0 }));

vi.mock("../../rabbitmq/free-port.js", async (importOriginal) => {
  const { freePort } = await importOriginal<typeof import("../../rabbitmq/free-port.js")>();
  let isFirst = true;
  return {
    freePort: async () => {
      if (!isFirst) return freePort();
      isFirst = false;
      return taken.port;
    },
  };
});

test("a private node starts on other ports when one of its own was taken meanwhile", async ({ skip }) => {
  const installation = await installedRabbitMQ();
  if (installation === undefined) return skip("no installed RabbitMQ");
  const server = createServer().listen(0, "127.0.0.1");
  onTestFinished(() => void server.close());
  await once(server, "listening");
  taken.port = (server.address() as AddressInfo).port;
  const node = await startPrivateNode(installation);
  onTestFinished(() => node.dispose());
  expect(new URL(node.url).port).not.toBe(`${taken.port}`);
  expect(await node.ctl("list_vhosts")).toContain("/");
});
