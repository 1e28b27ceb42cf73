import { AmqpError } from "../protocol/amqp-error.js";
import { type FieldTable, textOf } from "../protocol/field-value.js";
import { bindingKey, type Destination } from "./binding.js";
import { refuseDefaultExchange } from "./declare-exchange.js";
import type { Exchange } from "./exchange.js";
import { headerMatches } from "./headers-matcher.js";
import type { VirtualHost } from "./virtual-host.js";

export interface BindingRequest {
  readonly source: string;
  readonly destination: string;
  readonly destinationKind: "queue" | "exchange";
  readonly routingKey: string;
  readonly arguments: FieldTable;
  /** The connection that asks, for exclusive queues. */
  readonly user?: object;
}

/** Adds a binding; an equal one is not an error. Throws 404 if an end is missing, 403 for the default exchange. */
export function bind(vhost: VirtualHost, request: BindingRequest): void {
  const [source, destination] = ends(vhost, request);
  if (source.definition.type === "headers") checkMatch(request.arguments);
  const { routingKey, arguments: table } = request;
  vhost.addBinding({ source, destination, routingKey, arguments: table });
}

/** Removes a binding; a missing binding, or a missing end, is not an error. */
export function unbind(vhost: VirtualHost, request: BindingRequest): void {
  const { routingKey, arguments: table, destinationKind } = request;
  const source = vhost.exchanges.get(request.source);
  const destinations = destinationKind === "queue" ? vhost.queues : vhost.exchanges;
  const destination = destinations.get(request.destination);
  if (source === undefined || destination === undefined) return;
  if (!source.outgoing.has(bindingKey({ destination, routingKey, arguments: table }))) return;
  if (destination.kind === "queue") vhost.queue(destination.name, request.user); // it may be locked
  vhost.removeBinding(source, { destination, routingKey, arguments: table });
}

function ends(vhost: VirtualHost, request: BindingRequest): [Exchange, Destination] {
  const { source, destination, destinationKind, user } = request;
  if (destinationKind === "exchange") refuseDefaultExchange(destination);
  refuseDefaultExchange(source);
  const from = vhost.exchange(source);
  return [from, destinationKind === "queue" ? vhost.queue(destination, user) : vhost.exchange(destination)];
}

function checkMatch(table: FieldTable): void {
  const field = table.get("x-match");
  if (field === undefined) return;
  const match = textOf(field);
  if (match === undefined) {
    throw new AmqpError(
      "PRECONDITION_FAILED",
      `Invalid x-match field type ${field.type} (value ${field.value}); expected longstr`,
    );
  }
  if (headerMatches.some((known) => known === match)) return;
  throw new AmqpError(
    "PRECONDITION_FAILED",
    `Invalid x-match field value <<"${match}">>; expected all, any, all-with-x, or any-with-x`,
  );
}
