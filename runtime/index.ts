export type { Credentials, CredentialsSource } from "./asked-credentials.js";
export type { BatchOptions } from "./batch-options.js";
export type { ConnectOptions } from "./connect-options.js";
export { connectTo } from "./connect-to.js";
export type { Consumer, Drained } from "./consumer.js";
export type { BreakerOptions, ConsumerOptions, EventBinds } from "./consumer-options.js";
export type { Bind, Contract } from "./contract.js";
export type { DeadLetterReason } from "./dead-letter-reason.js";
export type { DeclareMode } from "./declare-topology.js";
export type { Log } from "./event-log.js";
export type {
  DeclaredHeaders,
  EventFamily,
  EventVersion,
  Failure,
  HeadersOf,
  PayloadOf,
  PayloadWord,
  PublishWord,
  RoutedEventVersion,
  RoutingKeyPart,
} from "./event-version.js";
export type {
  BatchContext,
  BatchHandler,
  BatchItem,
  Delivered,
  EventHandlers,
  Handler,
  ReceivedHeaders,
  VersionHandlers,
} from "./handlers.js";
export type { ConnectionHealth, ConsumerHealth, Health, PublisherHealth } from "./health.js";
export { type Inbox, type InboxSource, memoryInbox } from "./inbox.js";
export type {
  BatchObservation,
  BatchOutcome,
  HandlerObservation,
  Instrumentation,
  Peer,
  PublishedMessage,
  PublishObservation,
  ReceivedMessage,
  Settlement,
} from "./instrumentation.js";
export {
  BrokerRefusedError,
  type Certainty,
  ExchangeMissingError,
  InvalidEventError,
  InvalidEventHeadersError,
  InvalidHeaderError,
  MessageTooLargeError,
  PublishError,
  PublishTimeoutError,
  PublishUnknownError,
  RoutingKeyError,
  UnencodableMessageError,
  UnroutableError,
  ValidatorError,
} from "./publish-error.js";
export type {
  PublishArguments,
  Published,
  PublishedHeaders,
  PublisherOptions,
  PublishOptions,
  RoutedPublishOptions,
  RoutingKeyWords,
} from "./publish-options.js";
export type { Publisher } from "./publisher.js";
export type { Rabbit } from "./rabbit.js";
export type { Closed, EventConsumer, EventPublisher, PublisherOf, RabbitClient } from "./rabbit-client.js";
export {
  AuthenticationError,
  BatchEndedError,
  BrokerTimeoutError,
  ChannelLimitError,
  ClosedError,
  ConfigurationError,
  ConnectError,
  DeclarationRefusedError,
  PermissionError,
  RabbitError,
  type RefusedAccess,
  ResourceLimitError,
  TopologyMismatchError,
  TopologyMissingError,
  VhostError,
} from "./rabbit-error.js";
export type { AnyRabbitEvent, RabbitEvents, Warning } from "./rabbit-events.js";
export { Reject } from "./reject.js";
export { Retry } from "./retry.js";
export { readTraceContext, type TraceContext } from "./trace-context.js";
