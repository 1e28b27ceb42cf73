import { randomUUID } from "node:crypto";
import { connect } from "amqplib";
import { orderPaidV2 } from "../../generated/index.js";
import type { Journal } from "../journal.js";

/** A publisher without the SDK: it says `order_paid` v2 and sends something else. Resolves to the message id. */
export async function publishAsLegacyShop(url: string, orderId: string, journal: Journal): Promise<string> {
  const { event, version, contentType, exchange, routingKey } = orderPaidV2;
  const messageId = randomUUID();
  journal.introduce(messageId, { from: "legacy-shop", event, version, orderId });
  const connection = await connect(url);
  const channel = await connection.createConfirmChannel();
  const body = Buffer.from(
    JSON.stringify({ orderId, customerId: "c-42", total: "29.90 EUR", paidAt: new Date() }),
  );
  channel.publish(exchange.name, routingKey, body, {
    messageId,
    persistent: true,
    headers: { "content-type": contentType },
  });
  journal.note(messageId, "legacy-shop", "published", 'plain amqplib, with total: "29.90 EUR"');
  await channel.waitForConfirms();
  await connection.close();
  return messageId;
}
