import type { Consumption, Event, Publication, Service } from "../contract/contract.js";
import type { Json, JsonObject } from "../json/json.js";
import { bindingVersion } from "./channel.js";
import { compact } from "./compact.js";
import { eventKey, extension, type Model, queueKey } from "./model.js";

/** What a service publishes: the versions that it names, else all. */
export function sendOperation(
  { name }: Service,
  event: Event,
  { versions }: Publication,
  model: Model,
): JsonObject {
  const channel = model.keys.get(eventKey(event.name)) ?? "";
  return {
    action: "send",
    channel: { $ref: `#/channels/${channel}` },
    title: `${name} publishes ${event.name}`,
    messages: messagesOf(event, channel, model, versions),
    bindings: {
      amqp: {
        deliveryMode: 2,
        mandatory: event.unroutable === "error",
        timestamp: true,
        bindingVersion,
      },
    },
    [extension]: compact({ service: name, event: event.name, versions }),
  };
}

/** What a service consumes, from its queue if it has one of a known name. */
export function receiveOperation(
  { name, vhost }: Service,
  event: Event,
  { queue, versions, prefetch, retry, bind }: Consumption,
  model: Model,
): JsonObject {
  const key = queue === undefined ? eventKey(event.name) : queueKey(event.vhost ?? vhost, queue.name);
  const channel = model.keys.get(key) ?? "";
  const { name: _, ...more } = queue ?? { name: "" };
  return {
    action: "receive",
    channel: { $ref: `#/channels/${channel}` },
    title: `${name} consumes ${event.name}`,
    messages: messagesOf(event, channel, model, versions),
    bindings: { amqp: { ack: true, bindingVersion } },
    [extension]: compact({
      service: name,
      event: event.name,
      versions,
      prefetch,
      queue: more as JsonObject,
      retry: retry as JsonObject | undefined,
      bind,
    }),
  };
}

function messagesOf(
  { versions }: Event,
  channel: string,
  { messages }: Model,
  labels?: readonly string[],
): readonly Json[] {
  return versions
    .filter(({ label }) => labels === undefined || labels.includes(label))
    .map((version) => ({ $ref: `#/channels/${channel}/messages/${messages.get(version) ?? ""}` }));
}
