import type { BindOptions, PublishOptions, VirtualHostView } from "./embedded-broker.js";
import { bind } from "./model/bind.js";
import type { Binding } from "./model/binding.js";
import { declareExchange } from "./model/declare-exchange.js";
import { declareQueue } from "./model/declare-queue.js";
import { publishedMessage } from "./model/published-message.js";
import { route } from "./model/routing.js";
import { viewQueue } from "./model/view-queue.js";
import type { VirtualHost } from "./model/virtual-host.js";
import { fieldTable, plainTable } from "./protocol/plain-values.js";
import { propertiesOf } from "./protocol/properties.js";
import type { BindingView } from "./views.js";

/** A virtual host as tests and commands see it. */
export function viewVirtualHost(vhost: VirtualHost): VirtualHostView {
  return {
    name: vhost.name,
    queues: () => [...vhost.queues.values()].map(viewQueue),
    queue(name) {
      const queue = vhost.queues.get(name);
      return queue && viewQueue(queue);
    },
    exchanges: () => [...vhost.exchanges.values()].map((exchange) => exchange.view()),
    bindings: () =>
      [...vhost.exchanges.values()].flatMap(({ outgoing }) => [...outgoing.values()].map(viewBinding)),
    declareExchange(name, options = {}) {
      const { type = "direct", durable = true, autoDelete = false, internal = false } = options;
      const table = fieldTable(options.arguments);
      declareExchange(vhost, { name, type, durable, autoDelete, internal, arguments: table });
    },
    declareQueue(name, { durable = true, autoDelete = false, arguments: table } = {}) {
      const definition = { name, durable, autoDelete, owner: undefined, arguments: fieldTable(table) };
      return viewQueue(declareQueue(vhost, definition));
    },
    bind: (options: BindOptions) =>
      bind(vhost, {
        source: options.source,
        destination: options.destination,
        destinationKind: options.destinationType ?? "queue",
        routingKey: options.routingKey ?? "",
        arguments: fieldTable(options.arguments),
      }),
    publish: (options) => publish(vhost, options),
    purge: (queue) => vhost.queue(queue).purge(),
    deleteQueue(name) {
      const queue = vhost.queues.get(name);
      if (queue !== undefined) vhost.deleteQueue(queue);
      return queue !== undefined;
    },
    deleteExchange(name) {
      const exchange = name === "" ? undefined : vhost.exchanges.get(name);
      if (exchange !== undefined) vhost.removeExchange(exchange);
      return exchange !== undefined;
    },
    cancelConsumers: (queue) => vhost.queue(queue).cancelConsumers(),
  };
}

function publish(vhost: VirtualHost, options: PublishOptions): string[] {
  const { exchange: name = "", routingKey, properties = {}, body } = options;
  const exchange = vhost.exchange(name);
  const message = publishedMessage({
    id: vhost.nextMessageId(),
    exchange: name,
    routingKey,
    properties: propertiesOf(properties),
    encodedProperties: undefined,
    body: Buffer.from(body as Uint8Array),
  });
  const queues = route(vhost, exchange, message);
  const names = queues.map((queue) => queue.name);
  vhost.report?.({ kind: "published", message: message.view(), queues: names, connection: undefined });
  return queues.filter((queue) => queue.enqueue(message)).map((queue) => queue.name);
}

function viewBinding({ source, destination, routingKey, arguments: table }: Binding): BindingView {
  return {
    source: source.name,
    destination: destination.name,
    destinationType: destination.kind,
    routingKey,
    arguments: plainTable(table),
  };
}
