import type { Contract, Event, Service } from "../contract/contract.js";
import { placeholderSource } from "../contract/placeholder-source.js";
import { placeholdersOf } from "../contract/routing-key.js";
import type { Json, JsonObject } from "../json/json.js";
import { joinPointer } from "../json/pointer.js";
import { compact } from "./compact.js";
import { extension, type Model, uniqueKeys } from "./model.js";

/** The version of the AMQP bindings that are written. */
export const bindingVersion = "0.3.0";

/** The channel of an event: its exchange, with the routing key as the address. */
export function eventChannel(event: Event, model: Model): JsonObject {
  const { address, parameters } = addressOf(event, model.contract);
  const { exchange, vhost, headers, identifier, folder, owner, unversioned } = event;
  const own = compact({
    event: event.name,
    folder: folder === event.name.replaceAll(".", "/") ? undefined : folder,
    identifier,
    owner,
    routingKey: address === event.routingKey ? undefined : event.routingKey,
    envelope: event.envelope === "headers" ? undefined : event.envelope,
    unroutable: event.unroutable === "error" ? undefined : event.unroutable,
    writer: event.writer === "closed" ? undefined : event.writer,
    unversioned,
    headers: headers && true,
  });
  return compact({
    address,
    title: event.name,
    description: event.description,
    messages: messagesOf([event], model),
    parameters,
    bindings: {
      amqp: {
        is: "routingKey",
        exchange: compact({
          name: exchange.name,
          type: exchange.type,
          durable: true,
          autoDelete: false,
          vhost,
        }),
        bindingVersion,
      },
    },
    [extension]: own,
  });
}

/** The channel of a queue; what is consumed from one queue has one channel. */
export function queueChannel(
  queue: string,
  vhost: string | undefined,
  events: readonly Event[],
  service: Service,
  model: Model,
): JsonObject {
  return {
    address: isAddress(queue) ? queue : null,
    description: `The queue of ${service.name} for ${events.map(({ name }) => name).join(", ")}.`,
    messages: messagesOf(events, model),
    bindings: {
      amqp: {
        is: "queue",
        queue: compact({ name: queue, durable: true, exclusive: false, autoDelete: false, vhost }),
        bindingVersion,
      },
    },
  };
}

function messagesOf(events: readonly Event[], { messages }: Model): JsonObject {
  const keys = events.flatMap((event) => event.versions.map((version) => messages.get(version) ?? ""));
  return Object.fromEntries(keys.map((key) => [key, { $ref: `#/components/messages/${key}` }]));
}

/** Tools take `?` and `#` for parts of a URL, and braces for parameters. */
function isAddress(text: string): boolean {
  return !/[?#{}]/.test(text);
}

/** An address with its placeholders as parameters, whose names have no dots in AsyncAPI; `null`: it cannot be written. */
function addressOf(
  event: Event,
  { definitions }: Contract,
): { readonly address: string | null; readonly parameters?: JsonObject } {
  const { keyTemplate, versions } = event;
  if (keyTemplate.parts.some((part) => typeof part === "string" && !isAddress(part)))
    return { address: null };
  const placeholders = placeholdersOf(keyTemplate);
  if (placeholders.length === 0) return { address: event.routingKey };
  const names = uniqueKeys(placeholders.map((name) => name.replaceAll(".", "_")));
  const nameOf = new Map(placeholders.map((placeholder, index) => [placeholder, names[index] ?? ""]));
  const address = keyTemplate.parts
    .map((part) => (typeof part === "string" ? part : `{${nameOf.get(part.placeholder)}}`))
    .join("");
  const parameters = placeholders.map((placeholder): [string, Json] => {
    const [version] = versions;
    const source = version && placeholderSource(version, placeholder, definitions);
    const name = nameOf.get(placeholder) ?? "";
    if (source?.kind !== "payload") return [name, { description: "Each message has a value of its own." }];
    const { path, values } = source;
    return [
      name,
      compact({
        enum: Array.isArray(values) ? (values as readonly string[]) : undefined,
        location: `$message.payload#${path.reduce<string>(joinPointer, "")}`,
      }),
    ];
  });
  return { address, parameters: Object.fromEntries(parameters) };
}
