export type {
  ConnectionView,
  Fault,
  MessageView,
  PlainProperties,
  RefuseConfirmsOptions,
  VirtualHostView,
} from "../embedded-broker/index.js";
export type { DeadLetter } from "./dead-letters.js";
export type { EventMessage, MessageOptions, RawHandlerMessage } from "./delivered-message.js";
export type { IdleOptions } from "./idle.js";
export type { NextPublishedOptions } from "./next-published.js";
export type { QueuedMessage } from "./queued-message.js";
export type { PublishedEvent } from "./read-publication.js";
export { type RecordedEvent, type RecordingPublisher, recordingPublisher } from "./recording-publisher.js";
export type { SendArguments, Sent } from "./send.js";
export { startBroker } from "./start-broker.js";
export type {
  BrokerFaults,
  RawMessage,
  StartBrokerOptions,
  TestBroker,
  TestClock,
  TestVirtualHost,
} from "./test-broker.js";
export { type HandlerResult, type TestHandlerOptions, testHandler } from "./test-handler.js";
export type { QueuedEvent, TestQueue, WaitingRetry } from "./test-queue.js";
