export { type AdvanceableClock, advanceableClock, type BrokerClock, systemClock } from "./clock.js";
export type {
  BindOptions,
  DeclareExchangeOptions,
  DeclareQueueOptions,
  EmbeddedBroker,
  Fault,
  PublishOptions,
  RefuseConfirmsOptions,
  VirtualHostView,
} from "./embedded-broker.js";
export type { DeathReason, Happening } from "./happening.js";
export type {
  BrokerPermissions,
  BrokerTopicPermissions,
  BrokerUserOptions,
  EmbeddedBrokerOptions,
} from "./options.js";
export { AmqpError } from "./protocol/amqp-error.js";
export { startEmbeddedBroker } from "./start-embedded-broker.js";
export type {
  BindingView,
  ConnectionView,
  ExchangeView,
  MessageView,
  PlainProperties,
  PlainTable,
  PlainValue,
  QueuedMessageView,
  QueueView,
} from "./views.js";
