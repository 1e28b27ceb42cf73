import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { refuses } from "../support/closing.js";
import type { Subject } from "../support/contract-case.js";
import { Deliveries, fill, take } from "../support/messages.js";

const replies = "amq.rabbitmq.reply-to";

export const directReplies: Subject = {
  "carries a reply to the channel that asked": async (stage) => {
    const [client, server] = [await stage.channel(), await stage.channel()];
    const queue = await stage.queue(server);
    const answers = await Deliveries.of(client, replies, { noAck: true });
    client.sendToQueue(queue, Buffer.from("question"), { replyTo: replies, correlationId: "1" });
    const question = await take(server, queue);
    const { replyTo, correlationId } = question.properties;
    assert.match(replyTo, /^amq\.rabbitmq\.reply-to\..+/);
    server.sendToQueue(replyTo, Buffer.from("answer"), { correlationId });
    const answer = await answers.next();
    assert.deepEqual(
      [answer.content.toString(), answer.properties.correlationId, answer.fields.exchange],
      ["answer", "1", ""],
    );
    assert.equal(answer.fields.routingKey, replyTo);
  },

  "refuses a consumer that would acknowledge": async (stage) => {
    const channel = await stage.channel();
    await refuses(
      channel,
      [406, "PRECONDITION_FAILED - reply consumer cannot acknowledge", "basic.consume"],
      () => channel.consume(replies, () => {}),
    );
  },

  "refuses a second consumer on a channel": async (stage) => {
    const channel = await stage.channel();
    await Deliveries.of(channel, replies, { noAck: true });
    await refuses(channel, [406, "PRECONDITION_FAILED - reply consumer already set", "basic.consume"], () =>
      channel.consume(replies, () => {}, { noAck: true }),
    );
  },

  "refuses a question without a consumer for its answer": async (stage) => {
    const channel = await stage.channel();
    const queue = await stage.queue(channel);
    await refuses(
      channel,
      [406, "PRECONDITION_FAILED - fast reply consumer does not exist", "basic.publish"],
      () => void channel.sendToQueue(queue, Buffer.from(""), { replyTo: replies }),
    );
  },

  "has no route for an answer when the channel that asked is gone": async (stage) => {
    const [client, server] = [await stage.channel(), await stage.confirmChannel()];
    const queue = await stage.queue(server);
    await Deliveries.of(client, replies, { noAck: true });
    client.sendToQueue(queue, Buffer.from("question"), { replyTo: replies });
    const { replyTo } = (await take(server, queue)).properties;
    await client.close();
    const returned = new Promise((resolve) => server.once("return", resolve));
    server.sendToQueue(replyTo, Buffer.from("answer"), { mandatory: true });
    await returned;
    await fill(server, queue, "the server's channel is still open");
  },
};
