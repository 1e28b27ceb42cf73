import { execFile } from "node:child_process";
import { mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { beforeEach, expect, test, vi } from "vitest";
import { Subscription } from "../../runtime/consume/subscription.js";
import { type OrderPaid, orderFamily } from "../support/order-family.js";
import { useBench } from "../support/use-bench.js";
import { poll, Seen } from "../support/waiting.js";

const bench = useBench();

/** Resolves when the broker delivers nothing more, so that `close` waits for handlers only. */
async function cancelled(): Promise<void> {
  await vi.waitFor(() => expect(cancel).toHaveBeenCalled());
  await Promise.all(cancel.mock.results.map(({ value }) => value));
}
const cancel = vi.spyOn(Subscription.prototype, "cancel");
beforeEach(() => {
  cancel.mockClear();
});

test("lets running handlers end, acknowledges them, and leaves the rest in the queue", async () => {
  const family = orderFamily();
  const queue = bench.queue();
  const rabbit = await bench.connect();
  const finish = new Seen<() => void>();
  const handled: string[] = [];
  await rabbit.consumer(family, {
    queue,
    prefetch: 2,
    handlers: {
      v1: async ({ orderId }) => {
        await new Promise<void>((resolve) => finish.add(resolve));
        handled.push(orderId);
      },
      v2: "dead-letter",
    },
  });
  const publisher = await rabbit.publisher(family.versions.v1);
  for (let i = 0; i < 5; i += 1) await publisher.publish({ orderId: String(i) });
  const running = await finish.count(2);
  const closed = rabbit.close();
  expect(rabbit.close()).toBe(closed);
  await cancelled();
  for (const resolve of running) resolve();
  expect(await closed).toEqual({ drained: 2, abandoned: 0, unconfirmed: 0 });
  expect(handled).toEqual(["0", "1"]);
  await bench.holds(queue, 3);
  await expect(publisher.publish({ orderId: "x" })).rejects.toMatchObject({
    name: "ClosedError",
    certainty: "not-sent",
  });
  await expect(rabbit.publisher(family.versions.v1)).rejects.toMatchObject({ name: "ClosedError" });
});

test("waits for a handler without a limit when the timeout is infinite", async () => {
  const family = orderFamily();
  const rabbit = await bench.connect();
  const begun = new Seen<string>();
  const consumer = await rabbit.consumer(family, {
    queue: bench.queue(),
    handlers: {
      v1: async ({ orderId }) => {
        begun.add(orderId);
        await new Promise((end) => setTimeout(end, 300));
      },
      v2: "dead-letter",
    },
  });
  await (await rabbit.publisher(family.versions.v1)).publish({ orderId: "o-1" });
  await begun.count(1);
  expect(await consumer.close({ timeout: Number.POSITIVE_INFINITY })).toEqual({ drained: 1, abandoned: 0 });
});

test("keeps acks that are written in its last tick: nothing comes back", async () => {
  const warnings: Error[] = [];
  const onWarning = (warning: Error) => warnings.push(warning);
  process.on("warning", onWarning);
  const family = orderFamily();
  const queue = bench.queue();
  const rabbit = await bench.connect();
  const started = new Seen<string>();
  let open = () => {};
  const gate = new Promise<void>((resolve) => {
    open = resolve;
  });
  const v1 = ({ orderId }: OrderPaid) => {
    started.add(orderId);
    return gate;
  };
  await rabbit.consumer(family, { queue, prefetch: 200, handlers: { v1, v2: "dead-letter" } });
  const publisher = await rabbit.publisher(family.versions.v1);
  await Promise.all(Array.from({ length: 200 }, (_, i) => publisher.publish({ orderId: String(i) })));
  await started.count(200);
  const closed = rabbit.close();
  await cancelled();
  open();
  expect(await closed).toMatchObject({ drained: 200, abandoned: 0 });
  process.off("warning", onWarning);
  expect(warnings).toEqual([]);
  await bench.holds(queue, 0);
});

test("gives back, unhandled, what the broker had sent already", async () => {
  const family = orderFamily();
  const queue = bench.queue();
  const rabbit = await bench.connect();
  const declared = await rabbit.consumer(family, {
    queue,
    handlers: { v1: "dead-letter", v2: "dead-letter" },
  });
  await declared.close();
  const publisher = await rabbit.publisher(family.versions.v1);
  await Promise.all(Array.from({ length: 10 }, (_, i) => publisher.publish({ orderId: String(i) })));
  let handled = 0;
  const closed = new Promise<unknown>((resolve) => {
    const v1 = () => {
      handled += 1;
      resolve(rabbit.close());
    };
    rabbit.consumer(family, { queue, prefetch: 10, handlers: { v1, v2: "dead-letter" } }).catch(() => {});
  });
  await closed;
  expect(handled).toBe(1);
  await bench.holds(queue, 9);
});

/** Below the 25 s that a close takes at most by default. */
const hang = { timeout: 20_000 };

test(
  "ends by its deadline with a hung handler, fires its signal, and gives the message back",
  hang,
  async () => {
    const family = orderFamily();
    const queue = bench.queue();
    const rabbit = await bench.connect();
    const started = new Seen<AbortSignal>();
    await rabbit.consumer(family, {
      queue,
      handlers: {
        v1: (_, { signal }) => {
          started.add(signal);
          return new Promise<void>(() => {});
        },
        v2: "dead-letter",
      },
    });
    await (await rabbit.publisher(family.versions.v1)).publish({ orderId: "o-1" });
    const [signal] = await started.count(1);
    expect(await rabbit.close({ timeout: 1_000 })).toEqual({ drained: 0, abandoned: 1, unconfirmed: 0 });
    expect(signal?.reason).toMatchObject({ message: "the consumer closed before the handler ended" });
    await bench.holds(queue, 1);
  },
);

test.each([
  { type: "quorum", attempt: 2 },
  { type: "classic", attempt: 1 },
] as const)(
  "redelivers the message of a handler that it cut off as attempt $attempt on a $type queue",
  hang,
  async ({ type, attempt }) => {
    const family = orderFamily();
    const queue = { name: bench.queue(), type };
    const publisher = await (await bench.connect()).publisher(family.versions.v1);
    const seen = new Seen<string>();
    const consume = async (end: (orderId: string) => Promise<void>) => {
      const rabbit = await bench.connect();
      const v1 = ({ orderId }: OrderPaid, message: { readonly attempt: number }): Promise<void> => {
        seen.add(`${orderId} ${message.attempt}`);
        return end(orderId);
      };
      await rabbit.consumer(family, { queue, prefetch: 2, handlers: { v1, v2: "dead-letter" } });
      return rabbit;
    };
    let end = (): void => {};
    const ended = new Promise<void>((resolve) => {
      end = resolve;
    });
    const closing = await consume((orderId) => (orderId === "ends" ? ended : new Promise(() => {})));
    await publisher.publish({ orderId: "ends" });
    await publisher.publish({ orderId: "hangs" });
    await seen.count(2);
    const closed = closing.close({ timeout: 1_000 });
    end();
    expect(await closed).toMatchObject({ drained: 1, abandoned: 1 });
    await consume(async () => {});
    await seen.count(3);
    expect(seen.items).toEqual(["ends 1", "hangs 1", `hangs ${attempt}`]);
    await bench.holds(queue.name, 0);
  },
);

test(
  "ends by its deadline while the broker is silent, and counts what was never confirmed",
  hang,
  async () => {
    const proxy = await bench.proxy();
    const family = orderFamily();
    await bench.bound(family);
    const rabbit = await bench.connect({ url: proxy.url });
    const publisher = await rabbit.publisher(family.versions.v1);
    await rabbit.consumer(family, { queue: bench.queue(), handlers: { v1: () => {}, v2: "dead-letter" } });
    proxy.silence(true);
    const publish = publisher.publish({ orderId: "o-1" }).catch((error: unknown) => error);
    expect(await rabbit.close({ timeout: 1_000 })).toMatchObject({ unconfirmed: 1 });
    expect(await publish).toMatchObject({ name: "PublishUnknownError", certainty: "unknown" });
    await poll(async () => proxy.open === 0);
  },
);

test("ends at once while reconnecting", hang, async () => {
  const proxy = await bench.proxy();
  const family = orderFamily();
  const rabbit = await bench.connect({ url: proxy.url });
  await rabbit.consumer(family, { queue: bench.queue(), handlers: { v1: () => {}, v2: "dead-letter" } });
  proxy.refuse(true);
  const lost = new Promise<void>((done) => rabbit.on("reconnecting", () => done()));
  proxy.cut();
  await lost;
  await rabbit.close();
});

test("leaves nothing that keeps the process alive", async () => {
  const folder = await mkdtemp(join(tmpdir(), "rabbitgen-"));
  const root = resolve(import.meta.dirname, "../..");
  const program = join(root, "node_modules", ".bin", "tsc");
  const family = orderFamily();
  const queue = bench.queue();
  await promisify(execFile)(program, [
    ...["--outDir", folder, "--rootDir", join(root, "runtime"), "--target", "es2022", "--module", "nodenext"],
    ...[
      "--lib",
      "es2023,esnext.disposable",
      "--types",
      "node",
      "--typeRoots",
      join(root, "node_modules/@types"),
      "--ignoreConfig",
    ],
    ...[
      "--isolatedDeclarations",
      "--declaration",
      "--strict",
      "--exactOptionalPropertyTypes",
      "--noUncheckedIndexedAccess",
    ],
    join(root, "runtime/index.ts"),
  ]);
  await writeFile(join(folder, "package.json"), '{"type":"module"}');
  await symlink(join(root, "node_modules"), join(folder, "node_modules"));
  await writeFile(
    join(folder, "program.js"),
    `import { connectTo } from "./index.js";
     const valid = (value) => ({ valid: true, value });
     const v1 = { ...${JSON.stringify(family.versions.v1)}, validators: async () => ({ reader: valid, writer: valid }) };
     const rabbit = await connectTo({ services: {} }, { url: process.argv[2], service: "child" });
     const publisher = await rabbit.publisher(v1);
     let done;
     const handled = new Promise((resolve) => { done = resolve; });
     await rabbit.consumer({ event: v1.event, versions: { v1 } }, {
       queue: process.argv[3],
       handlers: { v1: (event, { attempt }) => { if (attempt === 1) throw new Error("again"); done(event); } },
       retry: { delays: ["50ms"] },
     });
     await publisher.publish({ orderId: "o-1" });
     console.log(JSON.stringify(await handled));
     await rabbit.close();
     const timers = process.getActiveResourcesInfo().filter((name) => name === "Timeout");
     console.log(timers.length, "timers");`,
  );
  const child = promisify(execFile)(process.execPath, [join(folder, "program.js"), bench.broker.url, queue], {
    timeout: 30_000,
  });
  const { stdout, stderr } = await child.finally(() => rm(folder, { recursive: true }));
  expect(stdout).toBe('{"orderId":"o-1"}\n0 timers\n');
  expect(stderr).toBe("");
});
