import { expect, test } from "vitest";
import { runCli } from "../support/run-cli.js";
import { tempFolder } from "../support/temp-folder.js";
import { typeCheck } from "../support/type-check.js";

const queue = { name: "billing.placed" };
const schemas = {
  "schemas/contract.json": {
    services: {
      shop: { publishes: { placed: ["v2"], "shop.closed": ["v1"] } },
      billing: {
        publishes: ["issued"],
        consumes: { placed: { versions: ["v2"], queue }, issued: { queue: { name: "billing.issued" } } },
      },
      idle: {},
    },
  },
  "schemas/placed/v1.json": { type: "object" },
  "schemas/placed/v2.json": { type: "object", properties: { id: { type: "string" } } },
  "schemas/issued/v1.json": { type: "object" },
  "schemas/issued/v2.json": { type: "object" },
  "schemas/shop.closed/v1.json": { type: "object" },
};

const code = `
import { connect, placed, issued, placedV1, placedV2, issuedV1, shopClosedV1, type EventFamily, type EventHandlers, type EventVersion, type Rabbit, type RabbitClient, type ServiceName, type VersionHandlers } from "./generated/index.js";

const url = "amqp://localhost";
const shop = await connect({ url, service: "shop" });
const billing = await connect({ url, service: "billing" });
const idle = await connect({ url, service: "idle" });

await (await shop.publisher(placedV2)).publish({ id: "a" });
await shop.publisher(shopClosedV1);
await billing.publisher(issuedV1);
// @ts-expect-error a version that the service does not publish
await shop.publisher(placedV1);
// @ts-expect-error another service's event
await shop.publisher(issuedV1);
// @ts-expect-error another service's event
await billing.publisher(placedV2);
// @ts-expect-error a service that publishes nothing
await idle.publisher(placedV2);
// @ts-expect-error still another payload
await (await shop.publisher(placedV2)).publish({ id: 5 });

const handle = async (): Promise<void> => {};
await billing.consumer(placed, { handlers: { v2: async (event) => { event.id?.trim(); } } });
await billing.consumer(placed, { handlers: { v1: handle, v2: handle } });
await billing.consumer(placed, { handlers: { v1: "dead-letter", v2: handle } });
await billing.consumer([placed, issued], { queue: "q", handlers: { placed: { v2: handle }, issued: { v1: handle, v2: handle } } });
await billing.consumer(placed, { batch: { size: 5, within: "1s" }, handlers: { v2: async (batch) => { batch[0]?.event.id?.trim(); } } });
// @ts-expect-error no handler of the version that it reads
await billing.consumer(placed, { handlers: { v1: handle } });
// @ts-expect-error the contract names no versions, so all are read
await billing.consumer(issued, { handlers: { v1: handle } });
// @ts-expect-error the contract says nothing of it, so all are read
await shop.consumer(placed, { queue: "q", handlers: { v2: handle } });
// @ts-expect-error a version that there is not
await billing.consumer(placed, { handlers: { v2: handle, v3: handle } });

export function start(rabbit: Rabbit, client: RabbitClient): Promise<unknown>[] {
  return [rabbit.publisher(placedV1), client.publisher(issuedV1)];
}
start(shop, billing);
let any: Rabbit = idle;
any = shop;
await any.publisher(issuedV1);

declare const either: "shop" | "billing";
const one = await connect({ url, service: either });
await one.publisher(placedV2);
await one.publisher(issuedV1);
// @ts-expect-error neither of the two
await one.publisher(placedV1);
declare const name: ServiceName;
start(await connect({ url, service: name }), billing);

function publish<Version extends EventVersion>(rabbit: Rabbit, version: Version): Promise<unknown> {
  return rabbit.publisher(version);
}
function read<Family extends EventFamily>(rabbit: Rabbit, family: Family, handlers: VersionHandlers<Family>): Promise<unknown> {
  return rabbit.consumer(family, { handlers });
}
function readAll<const Families extends readonly EventFamily[]>(client: RabbitClient, families: Families, handlers: EventHandlers<Families>): Promise<unknown> {
  return client.consumer(families, { queue: "q", handlers });
}
await publish(shop, placedV1);
await read(billing, placed, { v1: handle, v2: handle });
await readAll(billing, [placed, issued], { placed: { v1: handle, v2: handle }, issued: { v1: handle, v2: handle } });
`;

test("a service publishes what the contract says, and needs handlers for what it reads", async () => {
  const folder = tempFolder({ ...schemas, "uses.ts": code });
  expect(await runCli(folder, ["generate"])).toMatchObject({ code: 0 });
  expect(await typeCheck(folder)).toEqual([]);
});

test.each([
  [
    "a version that the service does not publish",
    "shop.publisher(placedV1)",
    '"placed v2" | "shop.closed v1"',
  ],
  ["a missing handler", "billing.consumer(issued, { handlers: { v1: handle } })", "Property 'v2' is missing"],
  [
    "no handler of the one version that is read",
    "billing.consumer(placed, { handlers: { v1: handle } })",
    "Property 'v2' is missing",
  ],
  [
    "an event without handlers",
    "billing.consumer([placed, issued], { handlers: { issued: { v1: handle, v2: handle } } })",
    "Property 'placed' is missing",
  ],
])("the compiler names what is wrong with %s", async (_name, call, expected) => {
  const folder = tempFolder({
    ...schemas,
    "uses.ts": `
import { issued, placed, placedV1, type Rabbit, type ServiceScopes } from "./generated/index.js";
declare const shop: Rabbit<ServiceScopes["shop"]>;
declare const billing: Rabbit<ServiceScopes["billing"]>;
declare const handle: () => Promise<void>;
await ${call};
`,
  });
  expect(await runCli(folder, ["generate"])).toMatchObject({ code: 0 });
  const errors = await typeCheck(folder, { noUnusedLocals: false });
  expect(errors.join("\n")).toContain(expected);
});

test("without services every name may publish and consume everything", async () => {
  const { "schemas/contract.json": _, ...events } = schemas;
  const folder = tempFolder({
    ...events,
    "uses.ts": `
import { connect, placed, placedV1 } from "./generated/index.js";
const rabbit = await connect({ url: "amqp://localhost", service: "mine" });
await rabbit.publisher(placedV1);
await rabbit.consumer(placed, { queue: "q", handlers: { v1: async () => {}, v2: async () => {} } });
// @ts-expect-error every version needs a handler
await rabbit.consumer(placed, { queue: "q", handlers: { v2: async () => {} } });
`,
  });
  expect(await runCli(folder, ["generate"])).toMatchObject({ code: 0 });
  expect(await typeCheck(folder)).toEqual([]);
});
