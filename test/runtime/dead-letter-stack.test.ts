import { expect, test } from "vitest";
import { orderFamily } from "../support/order-family.js";
import { useBench } from "../support/use-bench.js";

const bench = useBench();

test.each([
  ["by default", {}, {}, true],
  ["when connect says no", { deadLetterStack: false }, {}, false],
  ["when the consumer says no", {}, { deadLetterStack: false }, false],
  ["when the consumer says yes and connect no", { deadLetterStack: false }, { deadLetterStack: true }, true],
])("a dead letter carries its error's stack or not: %s", async (_, connecting, consuming, carries) => {
  const family = orderFamily();
  const queue = bench.queue();
  const rabbit = await bench.connect(connecting);
  const v1 = () => {
    throw new Error("gateway down", { cause: new TypeError("socket hang up") });
  };
  const handlers = { v1, v2: "dead-letter" } as const;
  await rabbit.consumer(family, { queue, retry: { strategy: "none" }, handlers, ...consuming });
  await (await rabbit.publisher(family.versions.v1)).publish({ orderId: "o-1" });
  const { headers = {} } = (await bench.take(`${queue}.dead`)).properties;
  expect("rabbitgen-error-stack" in headers).toBe(carries);
  if (carries) {
    expect(headers["rabbitgen-error-stack"]).toMatch(
      /^Error: gateway down\n\s+at v1 .*dead-letter-stack\.test/,
    );
    expect(headers["rabbitgen-error-stack"]).toContain("\nCaused by: TypeError: socket hang up\n");
  }
  expect(headers["rabbitgen-error-causes"]).toBe('[{"name":"TypeError","message":"socket hang up"}]');
});

test.each(["no", null])("refuses %j as a choice", async (deadLetterStack) => {
  const wrong = { deadLetterStack } as never as { deadLetterStack: boolean };
  await expect(bench.connect(wrong)).rejects.toThrow("deadLetterStack must be true or false");
  const rabbit = await bench.connect();
  const consumer = rabbit.consumer(orderFamily(), {
    queue: bench.queue(),
    handlers: { v1: "dead-letter", v2: "dead-letter" },
    ...wrong,
  });
  await expect(consumer).rejects.toThrow("deadLetterStack must be true or false");
});
