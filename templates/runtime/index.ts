export type { ConnectOptions } from "./connect-options.js";
export { connectTo } from "./connect-to.js";
export type { Consumer, Drained } from "./consumer.js";
export type { ConsumerOptions } from "./consumer-options.js";
export type { Contract } from "./contract.js";
export type { DeadLetterReason } from "./dead-letter-reason.js";
export type { EventFamily, EventVersion, Failure, PayloadOf } from "./event-version.js";
export type { Delivered, EventHandlers, Handler, VersionHandlers } from "./handlers.js";
export {
  BrokerRefusedError,
  type Certainty,
  ExchangeMissingError,
  InvalidEventError,
  InvalidHeaderError,
  MessageTooLargeError,
  PublishError,
  PublishTimeoutError,
  PublishUnknownError,
  UnroutableError,
} from "./publish-error.js";
export type { Published, PublisherOptions, PublishOptions } from "./publish-options.js";
export type { Publisher } from "./publisher.js";
export type { Closed, Rabbit } from "./rabbit.js";
export {
  AuthenticationError,
  ClosedError,
  ConfigurationError,
  ConnectError,
  RabbitError,
  TopologyMismatchError,
  VhostError,
} from "./rabbit-error.js";
export type { RabbitEvents } from "./rabbit-events.js";
export { Reject } from "./reject.js";
export { Retry } from "./retry.js";
