import type { Options } from "amqplib";
import { refuses } from "../support/closing.js";
import type { ContractCase, Subject } from "../support/contract-case.js";
import type { Difference } from "../support/differences.js";

type Arguments = Readonly<Record<string, unknown>>;
type Text = string | Difference<string>;

/** A declaration that is refused with 406. `%` stands for the queue's name. */
function refused(args: Arguments, text: Text, options: Options.AssertQueue = {}): ContractCase {
  return async (stage) => {
    const [channel, queue] = [await stage.channel(), stage.name()];
    const words = typeof text === "string" ? text : stage.expected(text);
    await refuses(channel, [406, `PRECONDITION_FAILED - ${words.replace("%", queue)}`, "queue.declare"], () =>
      channel.assertQueue(queue, { durable: true, ...options, arguments: args }),
    );
  };
}

/** A declaration that is taken. */
function taken(args: Arguments, options: Options.AssertQueue = {}): ContractCase {
  return async (stage) => {
    const channel = await stage.channel();
    await channel.assertQueue(stage.name(), { durable: true, ...options, arguments: args });
  };
}

const invalid = (argument: string, why: string) =>
  `invalid arg '${argument}' for queue '%' in vhost '/': ${why}`;
const lacking = (argument: string, type: string) =>
  `invalid arg '${argument}' for queue '%' in vhost '/' of queue type rabbit_${type}_queue`;
const quorum = (args: Arguments = {}) => ({ "x-queue-type": "quorum", ...args });

export const queueArguments: Subject = {
  "refuses a negative TTL": refused({ "x-message-ttl": -1 }, invalid("x-message-ttl", "{value_negative,-1}")),
  "refuses a TTL that is a string": refused(
    { "x-message-ttl": "1000" },
    invalid("x-message-ttl", '"expected integer, got longstr"'),
  ),
  "refuses a TTL with a fraction": refused(
    { "x-message-ttl": 0.5 },
    invalid("x-message-ttl", '"expected integer, got double"'),
  ),
  "refuses a TTL over what a timer takes": refused(
    { "x-message-ttl": 4_294_967_296_000 },
    invalid("x-message-ttl", "{value_too_large,4294967296000}"),
  ),
  "takes a TTL of 0": taken({ "x-message-ttl": 0 }),
  "refuses an x-expires of 0": refused({ "x-expires": 0 }, invalid("x-expires", "{value_zero,0}")),
  "refuses a negative x-expires": refused({ "x-expires": -1 }, invalid("x-expires", "{value_negative,-1}")),
  "refuses a negative x-max-length": refused(
    { "x-max-length": -1 },
    invalid("x-max-length", "{value_negative,-1}"),
  ),
  "takes an x-max-length of 0": taken({ "x-max-length": 0 }),
  "refuses a negative x-max-length-bytes": refused(
    { "x-max-length-bytes": -1 },
    invalid("x-max-length-bytes", "{value_negative,-1}"),
  ),
  "refuses an x-overflow that does not exist": refused(
    { "x-overflow": "drop-tail" },
    invalid("x-overflow", "invalid_overflow"),
  ),
  "refuses an x-overflow that is not a string": refused(
    { "x-overflow": 1 },
    invalid("x-overflow", "{unacceptable_type,byte}"),
  ),
  "refuses an x-max-priority over 255": refused(
    { "x-max-priority": 256 },
    invalid("x-max-priority", "{max_value_exceeded,256}"),
  ),
  "refuses a negative x-max-priority": refused(
    { "x-max-priority": -1 },
    invalid("x-max-priority", "{value_negative,-1}"),
  ),
  "refuses a dead-letter exchange that is not a string": refused(
    { "x-dead-letter-exchange": 1 },
    "invalid type 'byte' for arg 'x-dead-letter-exchange' in queue '%' in vhost '/'",
  ),
  "refuses a dead-letter key without an exchange": refused(
    { "x-dead-letter-routing-key": "k" },
    invalid("x-dead-letter-routing-key", "routing_key_but_no_dlx_defined"),
  ),
  "refuses an x-single-active-consumer that is not a boolean": refused(
    { "x-single-active-consumer": "true" },
    invalid("x-single-active-consumer", "{unacceptable_type,longstr}"),
  ),
  "refuses a type of queue that does not exist": refused(
    { "x-queue-type": "fast" },
    invalid("x-queue-type", "\"unsupported queue type 'fast'\""),
  ),
  "refuses a type of queue that is not a string": refused(
    { "x-queue-type": 1 },
    invalid("x-queue-type", "{unacceptable_type,byte}"),
  ),
  "refuses an x-queue-mode that does not exist": refused(
    { "x-queue-mode": "eager" },
    invalid("x-queue-mode", "\"unsupported queue mode 'eager'\""),
  ),
  "takes the x-queue-mode lazy": taken({ "x-queue-mode": "lazy" }),
  "refuses an x-queue-version that does not exist": refused(
    { "x-queue-version": 3 },
    invalid("x-queue-version", "\"unsupported queue version '3'\""),
  ),
  "takes the x-queue-version 2": taken({ "x-queue-version": 2 }),
  "takes an x-queue-master-locator": taken({ "x-queue-master-locator": "client-local" }),
  "takes reject-publish-dlx": taken({ "x-overflow": "reject-publish-dlx" }),
  "takes an x-consumer-timeout": taken({ "x-consumer-timeout": 60_000 }),

  "classic: refuses a delivery limit": refused(
    { "x-delivery-limit": 5 },
    lacking("x-delivery-limit", "classic"),
  ),
  "classic: refuses a dead-letter strategy": refused(
    { "x-dead-letter-exchange": "x", "x-dead-letter-strategy": "at-least-once" },
    lacking("x-dead-letter-strategy", "classic"),
  ),
  "classic: refuses an initial group size": refused(
    { "x-quorum-initial-group-size": 1 },
    lacking("x-quorum-initial-group-size", "classic"),
  ),

  "quorum: takes its arguments": taken(
    quorum({
      "x-delivery-limit": 5,
      "x-dead-letter-exchange": "x",
      "x-dead-letter-routing-key": "k",
      "x-dead-letter-strategy": "at-least-once",
      "x-overflow": "reject-publish",
      "x-message-ttl": 1_000,
      "x-expires": 60_000,
      "x-max-length": 10,
      "x-max-length-bytes": 10_000,
      "x-single-active-consumer": true,
      "x-quorum-initial-group-size": 1,
      "x-queue-leader-locator": "balanced",
    }),
  ),
  "quorum: refuses a queue that is not durable": refused(
    quorum(),
    "invalid property 'non-durable' for queue '%' in vhost '/'",
    { durable: false },
  ),
  "quorum: refuses an exclusive queue": refused(
    quorum(),
    "invalid property 'exclusive-owner' for queue '%' in vhost '/'",
    { exclusive: true },
  ),
  "quorum: refuses auto-delete": refused(
    quorum(),
    "invalid property 'auto-delete' for queue '%' in vhost '/'",
    { autoDelete: true },
  ),
  "quorum: refuses priorities": refused(quorum({ "x-max-priority": 5 }), lacking("x-max-priority", "quorum")),
  "quorum: takes reject-publish-dlx": taken(quorum({ "x-overflow": "reject-publish-dlx" })),
  "quorum: refuses x-queue-mode": refused(
    quorum({ "x-queue-mode": "lazy" }),
    lacking("x-queue-mode", "quorum"),
  ),
  "quorum: takes a delivery limit that is a string": taken(quorum({ "x-delivery-limit": "5" })),
  "quorum: takes a delivery limit below -1": taken(quorum({ "x-delivery-limit": -2 })),
  "quorum: refuses a dead-letter strategy that does not exist": refused(
    quorum({ "x-dead-letter-strategy": "twice" }),
    invalid("x-dead-letter-strategy", "invalid_dlx_strategy"),
  ),

  "quorum: refuses a queue without a name": async (stage) => {
    const channel = await stage.channel();
    await refuses(
      channel,
      [
        406,
        "PRECONDITION_FAILED - Cannot declare a server-named queue for type rabbit_quorum_queue",
        "queue.declare",
      ],
      () => channel.assertQueue("", { durable: true, arguments: quorum() }),
    );
  },
};
