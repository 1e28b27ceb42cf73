import { randomUUID } from "node:crypto";
import { expect } from "vitest";
import type { Delivered } from "../../runtime/index.js";
import { nextEvent, Seen } from "../support/waiting.js";
import { findGo, type Go } from "./find-go.js";
import { buildGoProgram, type GoConsumed, GoProgram, type GoPublished } from "./go-program.js";
import { interopSdk, type Payment, type PaymentVersion } from "./interop-sdk.js";
import { Operator } from "./operator.js";

interface Handled {
  readonly payload: Payment;
  readonly message: Delivered;
}

const id = randomUUID().slice(0, 8);
const exchange = `interop.${id}`;
const queues = { sdk: `interop.sdk.${id}`, go: `interop.go.${id}` };
const ids = [
  "go-1",
  "go-2",
  "go-3",
  "go-4",
  "go-5",
  "go-6",
  "go-7",
  "go-8",
  "sdk-1",
  "sdk-2",
  "sdk-3",
  "sdk-4",
];

let go: Go | string = "nobody looked for it";

/** For `beforeAll`: on a new machine this installs Go and compiles its library, beside other tests that keep the machine busy. */
export async function prepareGo(): Promise<void> {
  go = await findGo();
  if (typeof go !== "string") await buildGoProgram(go);
}

/** A Go program on amqp091-go consumes what the SDK published and publishes what the SDK consumes, on this broker. */
export async function exchangeWithGo(
  open: () => Promise<AsyncDisposable & { readonly url: string }>,
  skip: (note: string) => never,
): Promise<void> {
  if (typeof go === "string") {
    console.warn(`SKIPPED: no Go with amqp091-go was found: ${go}`);
    return skip(`not here: Go with amqp091-go (${go})`);
  }
  const sdk = await interopSdk(exchange);
  const sent: readonly { readonly version: PaymentVersion; readonly payload: Payment }[] = [
    { version: sdk.orderPaidV1, payload: { orderId: "sdk-1", total: 12.5 } },
    { version: sdk.orderPaidV2, payload: { orderId: "sdk-2", total: { amount: 1250, currency: "EUR" } } },
    { version: sdk.refundMadeV1, payload: { orderId: "sdk-3", amount: 0.1 } },
    {
      version: sdk.refundMadeV2,
      payload: { orderId: "sdk-4", amount: { amount: 5, currency: "EUR" }, note: 'Größe "L" ✓ 😀' },
    },
  ];
  await using broker = await open();
  await using operator = await Operator.connect(broker.url, async (channel) => {
    for (const queue of [queues.go, queues.sdk, `${queues.sdk}.dead`]) await channel.deleteQueue(queue);
    await channel.deleteExchange(exchange);
  });
  await using rabbit = await sdk.connect({ url: broker.url, service: "interop" });

  // Both queues take all messages: each side sees its own and the other's.
  const handled = new Seen<Handled>();
  const handle = (payload: Payment, message: Delivered): void => handled.add({ payload, message });
  const handlers = { v1: handle, v2: handle };
  await rabbit.consumer([sdk.orderPaid, sdk.refundMade], {
    queue: queues.sdk,
    handlers: { order_paid: handlers, refund_made: handlers },
  });
  const dead = nextEvent(rabbit, "dead-letter").then(({ reason, cause }) => {
    throw new Error(`a dead letter, ${reason}: ${cause.message}`);
  });
  dead.catch(() => {});
  const program = GoProgram.start(go, broker.url, exchange, queues.go, String(ids.length));
  await program.ready();
  for (const { version, payload } of sent) {
    const publisher = await rabbit.publisher(version);
    await publisher.publish(payload, { messageId: `id of ${payload.orderId}` });
  }
  const left = await program.finished();
  await Promise.race([handled.count(ids.length), dead]);
  await rabbit.close();

  expect(left).toBe(0);
  await operator.empty(queues.sdk);
  expect((await operator.channel.checkQueue(`${queues.sdk}.dead`)).messageCount).toBe(0);
  expect(program.consumed.map(({ order }) => order).sort()).toEqual(ids);
  expect(handled.items.map(({ payload }) => payload.orderId).sort()).toEqual(ids);
  for (const { version, payload } of sent) {
    const seen = program.consumed.find(({ order }) => order === payload.orderId);
    expect(seen).toEqual(asGoSees(version, payload));
  }
  for (const published of program.published) {
    const payload = asHandled(published);
    const seen = handled.items.find((one) => one.payload.orderId === payload.orderId);
    expect(seen?.payload).toEqual(payload);
    expect(seen?.message).toMatchObject({
      event: published.routingKey.replace(".", "_"),
      version: published.version,
      attempt: 1,
      messageId: undefined,
      redelivered: false,
    });
  }
}

/** A message of the SDK, read by a program that implements only the wire contract. */
function asGoSees(
  { event, version, contentType, routingKey, envelope }: PaymentVersion,
  payload: Payment,
): GoConsumed {
  const body = envelope === "body" ? { version, event, ...payload } : payload;
  return {
    kind: "consumed",
    order: payload.orderId,
    version,
    headers: { "content-type": `application/json; version=${version}` },
    ignored: [],
    routingKey,
    contentType,
    type: event,
    messageId: `id of ${payload.orderId}`,
    persistent: true,
    redelivered: false,
    body: JSON.stringify(body),
  };
}

/** A message of Go in a handler: an event whose envelope is the body comes without it, any other as it was sent. */
function asHandled({ routingKey, body }: GoPublished): Payment {
  const { version, event, ...payload } = JSON.parse(body) as Payment;
  return routingKey === "refund.made" || version === undefined ? payload : { version, event, ...payload };
}
