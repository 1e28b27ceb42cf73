import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { compile, runNode } from "../support/compile.js";
import { printedConstant } from "../support/printed-constant.js";
import { runCli } from "../support/run-cli.js";
import { tempFolder, writeFiles } from "../support/temp-folder.js";
import { typeCheck } from "../support/type-check.js";

const schema = { type: "object", properties: { id: { type: "string" } }, required: ["id"] };
const tenant = { type: "string", minLength: 1 };
const headers = {
  type: "object",
  description: "Who and where.",
  properties: {
    tenant: { $ref: "../_shared/ids.json#/$defs/tenant" },
    region: { enum: ["eu", "us"] },
    "trace-id": { $ref: "#/$defs/hex" },
  },
  required: ["tenant"],
  $defs: { hex: { type: "string", pattern: "^[0-9a-f]+$" } },
};
const optional = { properties: { note: { type: "string" } } };
const open = { ...optional, additionalProperties: true, required: ["note"] };

const contract = {
  "schemas/_shared/ids.json": { $defs: { tenant } },
  "schemas/order_paid/event.json": { headers },
  "schemas/order_paid/v1.json": schema,
  "schemas/order_paid/v2.json": { ...schema, title: "second" },
  "schemas/order_noted/event.json": { headers: optional },
  "schemas/order_noted/v1.json": schema,
  "schemas/order_open/event.json": { headers: open },
  "schemas/order_open/v1.json": schema,
  "schemas/order_free/v1.json": schema,
  // its constant and its types are called almost like the headers of order_paid
  "schemas/order_paid_headers/v1.json": { ...schema, properties: { id: { enum: ["a"] } } },
};

async function generated(): Promise<string> {
  const folder = tempFolder(contract);
  expect(await runCli(folder, ["generate"])).toMatchObject({ code: 0 });
  return folder;
}

test("the compiler checks the declared headers, of publishers and of handlers", async () => {
  const folder = await generated();
  writeFiles(folder, {
    "uses.ts": `
import {
  connect, orderFree, orderFreeV1, orderNoted, orderNotedV1, orderOpen, orderOpenV1, orderPaid, orderPaidV1, orderPaidV2,
  type EventVersion, type HeadersOf, type OrderPaidHeaders, type Publisher, type PublishOptions,
} from "./generated/index.js";
const rabbit = await connect({ url: "amqp://localhost", service: "svc" });
const event = { id: "1" };

const paid = await rabbit.publisher(orderPaidV2);
await paid.publish(event, { headers: { tenant: "acme" } });
await paid.publish(event, { headers: { tenant: "acme", region: "eu", "trace-id": "ab" }, delay: "1m" });
const given: OrderPaidHeaders = { tenant: "acme" };
const options: PublishOptions<OrderPaidHeaders> = { headers: given };
await paid.publish(event, { ...options, headers: given });
// @ts-expect-error the headers have a required name
await paid.publish(event);
// @ts-expect-error the headers have a required name
await paid.publish(event, {});
// @ts-expect-error the headers have a required name
await paid.publish(event, { headers: undefined });
// @ts-expect-error tenant is required
await paid.publish(event, { headers: { region: "eu" } });
// @ts-expect-error a header is a string
await paid.publish(event, { headers: { tenant: 1 } });
// @ts-expect-error not one of the values
await paid.publish(event, { headers: { tenant: "acme", region: "mars" } });
// @ts-expect-error not declared
await paid.publish(event, { headers: { tenant: "acme", Region: "eu" } });

const noted = await rabbit.publisher(orderNotedV1);
await noted.publish(event);
await noted.publish(event, { correlationId: "c" });
await noted.publish(event, { headers: {} });
// @ts-expect-error not declared
await noted.publish(event, { headers: { other: "x" } });

const open = await rabbit.publisher(orderOpenV1);
await open.publish(event, { headers: { note: "x", other: "y" } });
// @ts-expect-error note is required
await open.publish(event, { headers: { other: "y" } });
// @ts-expect-error further headers are strings
await open.publish(event, { headers: { note: "x", other: 1 } });

const free = await rabbit.publisher(orderFreeV1);
await free.publish(event);
await free.publish(event, { headers: { any: "x" } });
// @ts-expect-error a header is a string
await free.publish(event, { headers: { any: 1 } });

await rabbit.consumer(orderPaid, {
  queue: "q",
  handlers: {
    v1: (_, { headers }) => {
      const tenant: string = headers.tenant;
      const region: "eu" | "us" | undefined = headers.region;
      const other: unknown = headers["other"];
      // @ts-expect-error nobody declared it
      const text: string = headers["other"];
      void [tenant, region, other, text];
    },
    v2: "dead-letter",
  },
});
await rabbit.consumer([orderPaid, orderFree, orderOpen, orderNoted], {
  queue: "q",
  handlers: {
    order_paid: { v1: (_, { headers }) => void headers.tenant.trim(), v2: "dead-letter" },
    order_free: {
      v1: (_, { headers }) => {
        // @ts-expect-error an event without declared headers
        void headers["tenant"].trim();
      },
    },
    order_open: {
      v1: (_, { headers }) => {
        void headers.note.trim();
        // @ts-expect-error what is not declared may be anything
        void headers["other"].trim();
      },
    },
    order_noted: { v1: (_, { headers: { note } }) => void note?.trim() },
  },
});

const headersOf: HeadersOf<typeof orderPaidV1> = { tenant: "x" };
const all: readonly EventVersion[] = [orderPaidV1, orderFreeV1, orderOpenV1];
const loose: Publisher<{ id: string }> = free;
export const used: readonly unknown[] = [headersOf, all, loose];
`,
  });
  expect(await typeCheck(folder)).toEqual([]);
});

test("an SDK has the headers once per event, and events without a declaration stay as they were", async () => {
  const folder = await generated();
  const read = (path: string): string => readFileSync(join(folder, "generated", path), "utf8");
  const version = printedConstant(read("events.ts"), "orderPaidV1");
  expect(version).toContain('names: ["region", "tenant", "trace-id"]');
  expect(version).toContain('import("./events/order_paid/headers.validators.js")');
  expect(version).toContain(
    'orderPaidV1: EventVersion<"order_paid", "v1", OrderPaidV1, OrderPaidHeaders> = {',
  );
  expect(read("events/order_paid/headers.types.ts")).toContain("export type OrderPaidHeaders = {");
  expect(read("events/order_paid/headers.types.ts")).toContain("export type OrderPaidHeadersHex = string;");
  expect(printedConstant(read("events.ts"), "orderFreeV1")).toContain("validators:");
  expect(printedConstant(read("events.ts"), "orderFreeV1")).not.toContain("headers:");
  expect(read("index.ts")).toContain("OrderPaidHeaders, OrderPaidHeadersHex");
  expect(await runCli(folder, ["generate", "--check"])).toMatchObject({ code: 0 });
  writeFiles(folder, { "schemas/order_paid/event.json": { headers: { ...headers, required: [] } } });
  expect(await runCli(folder, ["generate", "--check"])).toMatchObject({ code: 1 });
  expect(await runCli(folder, ["generate"])).toMatchObject({ code: 0 });
  expect(read("events/order_paid/headers.types.ts")).toContain("tenant?: ");
  writeFiles(folder, { "schemas/order_paid/event.json": {} });
  expect(await runCli(folder, ["generate"])).toMatchObject({ code: 0 });
  expect(() => read("events/order_paid/headers.validators.ts")).toThrow("ENOENT");
  expect(await typeCheck(folder)).toEqual([]);
});

test("generated validators are closed for publishers and open for consumers", async () => {
  const folder = await generated();
  writeFiles(folder, {
    "program.ts": `
import { orderOpenV1, orderPaidV1 } from "./generated/index.js";
const validators = await orderPaidV1.headers?.validators();
if (validators === undefined) throw new Error("none");
const { reader, writer } = validators;
const open = await orderOpenV1.headers?.validators();
const said = (headers: unknown) => {
  return [reader, writer].map((check) => {
    const result = check(headers);
    return result.valid ? [] : result.failures.map(({ path, keyword }) => path + " " + keyword);
  });
};
console.log(JSON.stringify({
  valid: said({ tenant: "a", region: "eu", "trace-id": "0f" }),
  missing: said({}),
  further: said({ tenant: "a", other: "x" }),
  all: said({ tenant: "", region: "mars", "trace-id": "x" }),
  number: said({ tenant: 1 }),
  open: open?.writer({ note: "x", other: "y" }).valid,
  openNumber: open?.writer({ note: "x", other: 1 }).valid,
}));
`,
  });
  await compile(folder);
  expect(JSON.parse(await runNode(folder, "program.js"))).toEqual({
    valid: [[], []],
    missing: [[" required"], [" required"]],
    further: [[], [expect.stringMatching(/additionalProperties|unevaluatedProperties/)]],
    all: [
      ["/tenant minLength", "/region enum", "/trace-id pattern"],
      ["/tenant minLength", "/region enum", "/trace-id pattern"],
    ],
    number: [["/tenant type"], ["/tenant type"]],
    open: true,
    openNumber: false,
  });
});
