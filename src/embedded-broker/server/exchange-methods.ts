import { type BindingRequest, bind, unbind } from "../model/bind.js";
import { declareExchange, deleteExchange, refuseDefaultExchange } from "../model/declare-exchange.js";
import { textOf } from "../protocol/field-value.js";
import type { MethodArguments } from "../protocol/methods.js";
import type { Channel } from "./channel.js";
import type { Handlers } from "./channel-methods.js";
import { cleanName } from "./clean-name.js";

export const exchangeMethods: Handlers = {
  "exchange.declare": (channel, values) => {
    const name = cleanName(values.exchange);
    if (values.passive) {
      refuseDefaultExchange(name);
      channel.vhost.exchange(name);
    } else {
      declare(channel, name, values);
    }
    if (!values.noWait) channel.send("exchange.declare-ok", {});
  },
  "exchange.delete": (channel, { exchange, ifUnused, noWait }) => {
    const name = cleanName(exchange);
    refuseDefaultExchange(name);
    channel.access.require("configure", "exchange", name);
    deleteExchange(channel.vhost, name, ifUnused);
    if (!noWait) channel.send("exchange.delete-ok", {});
  },
  "exchange.bind": (channel, values) => {
    bind(channel.vhost, request(channel, values));
    if (!values.noWait) channel.send("exchange.bind-ok", {});
  },
  "exchange.unbind": (channel, values) => {
    unbind(channel.vhost, request(channel, values));
    if (!values.noWait) channel.send("exchange.unbind-ok", {});
  },
};

function declare(channel: Channel, name: string, values: MethodArguments<"exchange.declare">): void {
  const { vhost, access } = channel;
  const { type, durable, autoDelete, internal, arguments: table } = values;
  if (name !== "") access.require("configure", "exchange", name);
  const alternate = textOf(table.get("alternate-exchange"));
  if (alternate !== undefined && !vhost.exchanges.has(name)) {
    access.require("read", "exchange", name);
    access.require("write", "exchange", alternate);
  }
  declareExchange(vhost, { name, type, durable, autoDelete, internal, arguments: table });
}

function request(channel: Channel, values: MethodArguments<"exchange.bind">): BindingRequest {
  const [source, destination] = [cleanName(values.source), cleanName(values.destination)];
  const { routingKey, arguments: table } = values;
  channel.access.require("write", "exchange", destination);
  refuseDefaultExchange(destination);
  refuseDefaultExchange(source);
  channel.access.require("read", "exchange", source);
  const from = channel.vhost.exchanges.get(source);
  if (from !== undefined) channel.access.requireKey("read", from, routingKey);
  return { source, destination, destinationKind: "exchange", routingKey, arguments: table };
}
