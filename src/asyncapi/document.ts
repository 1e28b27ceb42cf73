import type { Contract, Event, Service } from "../contract/contract.js";
import { isObject, type Json, type JsonObject } from "../json/json.js";
import { eventChannel, queueChannel } from "./channel.js";
import { compact } from "./compact.js";
import { messageOf } from "./message.js";
import { eventKey, extension, type Model, modelOf, operationKey, queueKey } from "./model.js";
import { receiveOperation, sendOperation } from "./operation.js";
import { spellSchema } from "./spell-schema.js";

/** What the document is about, besides the contract. */
export interface DocumentOptions {
  /** The service whose operations it has; default: all of them. */
  readonly service?: Service;
  readonly title: string;
  /** The document's own version, `1.0.0`. */
  readonly version: string;
  /** The value of `contract.json`; default: there is none. */
  readonly settings?: Json | undefined;
}

/**
 * A contract as an AsyncAPI 3.0 document with bindings for AMQP 0-9-1: a channel for each event and each queue, a message
 * for each version, an operation for each event that a service publishes or consumes. What AsyncAPI has no field for is
 * in `x-rabbitgen`. The contract should be loaded with `keepAnnotations`.
 */
export function asyncApiDocument(contract: Contract, options: DocumentOptions): JsonObject {
  const { service, title, version, settings } = options;
  const model = modelOf(contract, service);
  const known = new Map(model.events.map((event) => [event.name, event]));
  const messages = model.events.flatMap((event) =>
    event.versions.map((each): [string, Json] => [
      model.messages.get(each) ?? "",
      messageOf(event, each, model),
    ]),
  );
  const schemas = [...model.schemas].map(([location, name]): [string, Json] => [
    name,
    spellSchema(contract.definitions.get(location)?.schema ?? true, model.referenceTo),
  ]);
  return compact({
    asyncapi: "3.0.0",
    info: {
      title,
      version,
      description: descriptionOf(service),
      [extension]: compact({
        contract: contractSettings(settings, model),
        services: Object.fromEntries(
          model.services.map((each) => [each.name, serviceSettings(each.name, settings)]),
        ),
      }),
    },
    defaultContentType: "application/json",
    channels: Object.fromEntries(channelsOf(model, known)),
    operations: Object.fromEntries(operationsOf(model, known)),
    components: compact({
      messages: Object.fromEntries(messages),
      schemas: Object.fromEntries(schemas),
    }),
  });
}

function descriptionOf(service: Service | undefined): string {
  if (service === undefined) return "Events that services publish and consume through RabbitMQ.";
  return `Events that ${service.name} publishes and consumes through RabbitMQ.`;
}

function* channelsOf(model: Model, known: ReadonlyMap<string, Event>): Generator<[string, Json]> {
  const { events, services, keys } = model;
  for (const event of events) yield [keys.get(eventKey(event.name)) ?? "", eventChannel(event, model)];
  for (const service of services) {
    const queues = new Map<string, { name: string; vhost: string | undefined; events: Event[] }>();
    for (const [name, { queue }] of service.consumes) {
      const event = known.get(name);
      if (event === undefined || queue === undefined) continue;
      const vhost = event.vhost ?? service.vhost;
      const key = queueKey(vhost, queue.name);
      const entry = queues.get(key) ?? { name: queue.name, vhost, events: [] };
      entry.events.push(event);
      queues.set(key, entry);
    }
    for (const [key, { name, vhost, events: own }] of queues)
      yield [keys.get(key) ?? "", queueChannel(name, vhost, own, service, model)];
  }
}

function* operationsOf(model: Model, known: ReadonlyMap<string, Event>): Generator<[string, Json]> {
  for (const service of model.services) {
    for (const [name, publication] of service.publishes) {
      const event = known.get(name);
      const key = model.keys.get(operationKey("send", service.name, name)) ?? "";
      if (event) yield [key, sendOperation(service, event, publication, model)];
    }
    for (const [name, consumption] of service.consumes) {
      const event = known.get(name);
      const key = model.keys.get(operationKey("receive", service.name, name)) ?? "";
      if (event) yield [key, receiveOperation(service, event, consumption, model)];
    }
  }
}

/** What `contract.json` says beside its services; names of types by the places that their schemas have here. */
function contractSettings(
  settings: Json | undefined,
  { contract, schemas, messages, referenceTo }: Model,
): JsonObject {
  if (!isObject(settings)) return {};
  // drafts have no name of their own in the document: its schemas are all of one
  const { $schema, services, dialects, typeNames, ...rest } = settings;
  const here = new Set([...schemas.keys(), ...[...messages.keys()].map(({ location }) => location)]);
  const names = [...contract.typeNames].flatMap(([location, name]) =>
    here.has(location) ? [[referenceTo(location), name] as const] : [],
  );
  return compact({ ...rest, typeNames: Object.fromEntries(names) });
}

function serviceSettings(name: string, settings: Json | undefined): JsonObject {
  const services = isObject(settings) && isObject(settings["services"]) ? settings["services"] : {};
  const own = Object.hasOwn(services, name) ? services[name] : undefined;
  const { vhost, description } = isObject(own) ? own : {};
  return compact({ vhost, description });
}
