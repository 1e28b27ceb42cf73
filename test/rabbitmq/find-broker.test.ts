import { afterEach, describe, expect, test, vi } from "vitest";
import type { Broker } from "../../rabbitmq/broker.js";
import { BrokerError } from "../../rabbitmq/broker-error.js";
import { findBroker, ways } from "../../rabbitmq/find-broker.js";
import { rabbitMQ4, startRabbitMQ4 } from "../../rabbitmq/rabbitmq4.js";
import { fakePrograms } from "./fake-programs.js";

const machine = vi.hoisted(() => ({ installations: 0 }));

// A machine without AMQP_URL, RabbitMQ and Docker, on which an installation would succeed.
vi.mock("../../rabbitmq/given-broker.js", () => ({ givenBroker: async () => undefined }));
vi.mock("../../rabbitmq/installed-node.js", () => ({
  installedNode: async () => (machine.installations > 0 ? broker : undefined),
}));
vi.mock("../../rabbitmq/docker-node.js", () => ({ dockerNode: async () => undefined }));
vi.mock("../../rabbitmq/install-debian.js", () => ({
  installDebian: async () => {
    machine.installations += 1;
    return true;
  },
}));

afterEach(() => {
  machine.installations = 0;
  vi.unstubAllEnvs();
});

const broker = { url: "amqp://127.0.0.1:1" } as Broker;
const closed = ways.map(({ advice }) => ({ advice, open: async () => undefined }));

test("lists every way when none is open", async () => {
  const error = await findBroker({ ways: closed }).catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(BrokerError);
  expect(String(error)).toMatch(
    /AMQP_URL.*rabbitmq-server.*Docker.*root on Debian or Ubuntu.*npm run rabbitmq:install/s,
  );
});

test("takes the first open way and does not ask those after it", async () => {
  const asked: string[] = [];
  const way = (advice: string, found: Broker | undefined) => ({
    advice,
    open: async () => {
      asked.push(advice);
      return found;
    },
  });
  const found = await findBroker({ ways: [way("a", undefined), way("b", broker), way("c", broker)] });
  expect(found).toBe(broker);
  expect(asked).toEqual(["a", "b"]);
});

test("rejects when an open way fails instead of quietly taking another", async () => {
  const fails = { advice: "a", open: () => Promise.reject(new BrokerError("wrong password")) };
  await expect(findBroker({ ways: [fails, { advice: "b", open: async () => broker }] })).rejects.toThrow(
    "wrong password",
  );
});

describe("a system package", () => {
  test.each(["", "0", "true"])("is not installed with RABBITGEN_INSTALL=%j", async (value) => {
    vi.stubEnv("RABBITGEN_INSTALL", value);
    await expect(findBroker()).rejects.toThrow("npm run rabbitmq:install");
    expect(machine.installations).toBe(0);
  });

  test("is installed with RABBITGEN_INSTALL=1", async () => {
    vi.stubEnv("RABBITGEN_INSTALL", "1");
    expect(await findBroker()).toBe(broker);
    expect(machine.installations).toBe(1);
  });
});

describe("the tool that makes RabbitMQ 4.0", () => {
  // It prints its folder, as `install` does.
  function fakeTool(made: boolean) {
    const fakes = fakePrograms({ tool: "echo folder", flock: 'shift; "$@"' });
    vi.stubEnv("PATH", fakes.path);
    vi.stubEnv("RABBITMQ4_TOOL", `${fakes.folder}/bin/tool`);
    vi.stubEnv("RABBITMQ4_ROOT", `${fakes.folder}/${made ? "made" : "missing"}`);
    if (made) fakes.add("made/usr/lib/rabbitmq/bin/rabbitmq-server");
    return fakes;
  }
  const isRoot = process.getuid?.() === 0;

  test("is not run where its folder is missing, unless requested", async () => {
    vi.stubEnv("RABBITGEN_INSTALL", "");
    const fakes = fakeTool(false);
    expect(await rabbitMQ4()).toBeUndefined();
    expect(fakes.calls()).toEqual([]);
  });

  test("gives way to a container where it is not there", async () => {
    vi.stubEnv("RABBITMQ4_TOOL", "/nowhere/rabbitmq4");
    const container = { url: "amqp://container" } as Broker;
    expect(await startRabbitMQ4(async () => container)).toBe(container);
    expect(await startRabbitMQ4(async () => undefined)).toBeUndefined();
  });

  test.runIf(isRoot).each([
    ["where its folder is there", true, ""],
    ["with RABBITGEN_INSTALL=1", false, "1"],
  ])("is run %s", { tags: "root" }, async (_, made, asked) => {
    vi.stubEnv("RABBITGEN_INSTALL", asked);
    const fakes = fakeTool(made);
    expect(await rabbitMQ4()).toMatchObject({ root: "folder" });
    expect(fakes.calls()).toContain("tool install");
  });
});
