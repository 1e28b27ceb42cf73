import { cpSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { repository } from "../support/repository.js";
import { tempFolder } from "../support/temp-folder.js";
import { typeCheck } from "../support/type-check.js";

/** Code as a team writes it against this repository's own SDK; every mistake in it must be the compiler's to find. */
const code = `
import { connect, orderPaid, orderPaidV2, orderPlaced, orderCancelled, type OrderPaidV2 } from "./generated/index.js";

const rabbit = await connect({ url: "amqp://localhost", service: "svc-order" });
const publisher = await rabbit.publisher(orderPaidV2);
declare const event: OrderPaidV2;
await publisher.publish(event);

// @ts-expect-error a service that contract.json does not name
await connect({ url: "amqp://localhost", service: "svc-odrer" });
// @ts-expect-error a payload of nothing
await publisher.publish({});
// @ts-expect-error a field of another type
await publisher.publish({ ...event, orderId: 5 });
// @ts-expect-error a field that the schema does not declare
await publisher.publish({ ...event, ordreId: "o-1" });
// @ts-expect-error another event's payload
await (await rabbit.publisher(orderPaid.versions.v1)).publish(event);

await rabbit.consumer(orderPaid, { queue: "q", handlers: { v1: "dead-letter", v2: async (paid) => { paid.orderId.trim(); } } });
// @ts-expect-error no handler for v2
await rabbit.consumer(orderPaid, { queue: "q", handlers: { v1: async () => {} } });
// @ts-expect-error a handler for a version that there is not
await rabbit.consumer(orderPaid, { queue: "q", handlers: { v1: async () => {}, v2: async () => {}, v3: async () => {} } });
// @ts-expect-error a field that v2 does not have
await rabbit.consumer(orderPaid, { queue: "q", handlers: { v1: "dead-letter", v2: async (paid) => { paid.total.amuont; } } });
// @ts-expect-error v1's total is a number, v2's is an object
await rabbit.consumer(orderPaid, { queue: "q", handlers: { v1: async (paid) => { paid.total.amount; }, v2: "dead-letter" } });
await rabbit.consumer([orderPlaced, orderCancelled], {
  queue: "q",
  handlers: {
    order_placed: { v1: async () => {}, v2: async () => {} },
    order_cancelled: { v1: async (cancelled) => { cancelled.reason.trim(); } },
  },
});
// @ts-expect-error no handlers for order_cancelled
await rabbit.consumer([orderPlaced, orderCancelled], { queue: "q", handlers: { order_placed: { v1: async () => {}, v2: async () => {} } } });
`;

test("a wrong payload, a missing version handler and a wrong field in a handler do not compile", async () => {
  const folder = tempFolder({ "uses.ts": code });
  cpSync(join(repository, "generated"), join(folder, "generated"), { recursive: true });
  expect(await typeCheck(folder)).toEqual([]);
});
