import { fieldTable } from "../protocol/plain-values.js";

/** The RabbitMQ version whose behavior the broker follows and announces: clients and services look at it. */
export const followedVersion = "4.0.5";

export const serverProperties = fieldTable({
  capabilities: {
    publisher_confirms: true,
    exchange_exchange_bindings: true,
    "basic.nack": true,
    consumer_cancel_notify: true,
    "connection.blocked": true,
    consumer_priorities: true,
    authentication_failure_close: true,
    per_consumer_qos: true,
    direct_reply_to: true,
  },
  cluster_name: "embedded@localhost",
  copyright: "",
  information: "An embedded broker for tests; messages are lost when it stops.",
  platform: `Node.js ${process.versions.node}`,
  product: "RabbitMQ",
  version: followedVersion,
});
