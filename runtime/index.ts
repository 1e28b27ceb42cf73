export { connectTo } from "./connect-to.js";
export type { Credentials, CredentialsSource } from "./connection/connect-once.js";
export type { ConnectOptions } from "./connection/connect-options.js";
export type { Consumer } from "./consume/consumer.js";
export type {
  BatchOptions,
  BreakerOptions,
  ConsumerOptions,
  EventBinds,
} from "./consume/consumer-options.js";
export { type Inbox, type InboxSource, memoryInbox } from "./consume/consumer-options.js";
export type {
  BatchContext,
  BatchHandler,
  BatchItem,
  Delivered,
  Drained,
  EventConsumer,
  EventHandlers,
  Handler,
  ReceivedHeaders,
  VersionHandlers,
} from "./consume/event-consumer.js";
export type { Bind, Contract } from "./contract/contract.js";
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
  RoutingKeyWords,
} from "./contract/event-version.js";
export type { DeadLetterReason } from "./errors/dead-letter-reason.js";
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
} from "./errors/publish-error.js";
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
} from "./errors/rabbit-error.js";
export type { Log } from "./observe/event-log.js";
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
} from "./observe/instrumentation.js";
export { readTraceContext, type TraceContext } from "./observe/instrumentation.js";
export type {
  AnyRabbitEvent,
  ConnectionHealth,
  ConsumerHealth,
  Health,
  PublisherHealth,
  RabbitEvents,
  Warning,
} from "./observe/rabbit-events.js";
export type {
  PublishArguments,
  Published,
  PublishedHeaders,
  PublisherOptions,
  PublishOptions,
  RoutedPublishOptions,
} from "./publish/publish-options.js";
export type { EventPublisher, Publisher, PublisherOf } from "./publish/publisher.js";
export type { Rabbit } from "./rabbit.js";
export type { Closed, RabbitClient } from "./rabbit-client.js";
export { Reject, Retry } from "./retry/retry.js";
export type { DeclareMode } from "./topology/queue-plan.js";
