import { AmqpError } from "../protocol/amqp-error.js";
import type { MethodArguments, MethodName } from "../protocol/methods.js";
import { basicMethods } from "./basic-methods.js";
import type { Channel } from "./channel.js";
import { Confirms } from "./confirms.js";
import type { Command } from "./content-assembler.js";
import { exchangeMethods } from "./exchange-methods.js";
import { publish } from "./publish.js";
import { queueMethods } from "./queue-methods.js";

/** What a channel does for a method; it throws `AmqpError` for what RabbitMQ refuses. */
export type Handlers = {
  readonly [Name in MethodName]?: (channel: Channel, values: MethodArguments<Name>) => void;
};

const channelMethods: Handlers = {
  "channel.flow": (channel, { active }) => {
    if (!active) throw new AmqpError("NOT_IMPLEMENTED", "active=false");
    channel.send("channel.flow-ok", { active });
  },
  "access.request": (channel) => channel.send("access.request-ok", { ticket: 1 }),
  "confirm.select": (channel, { noWait }) => {
    channel.confirms ??= new Confirms();
    if (!noWait) channel.send("confirm.select-ok", {});
  },
  "tx.select": () => {
    throw new AmqpError("NOT_IMPLEMENTED", "the embedded broker has no transactions");
  },
  "tx.commit": refuseTransaction,
  "tx.rollback": refuseTransaction,
};

const handlers = { ...channelMethods, ...exchangeMethods, ...queueMethods, ...basicMethods } as Readonly<
  Partial<Record<MethodName, (channel: Channel, values: unknown) => void>>
>;

/** Does what a client asks of a channel. */
export function handleCommand(channel: Channel, command: Command): void {
  const { method } = command;
  if (channel.state === "running") {
    if (method.name === "basic.publish") {
      publish(channel, method.arguments, command);
      return;
    }
    const handle = handlers[method.name];
    if (handle !== undefined) {
      handle(channel, method.arguments);
      return;
    }
  }
  changeState(channel, method.name);
}

function changeState(channel: Channel, name: MethodName): void {
  if (channel.state === "closing") {
    if (name === "channel.close-ok") channel.connection.channels.forget(channel);
    if (name === "channel.close") channel.connection.output.send(channel.number, "channel.close-ok", {});
    return;
  }
  if (name === "channel.open") {
    if (channel.state === "running") throw new AmqpError("CHANNEL_ERROR", "second 'channel.open' seen");
    channel.state = "running";
    channel.send("channel.open-ok", { channelId: Buffer.alloc(0) });
    return;
  }
  if (channel.state === "starting") throw new AmqpError("CHANNEL_ERROR", "expected 'channel.open'");
  if (name === "channel.close") {
    channel.sendConfirms();
    channel.cleanUp();
    channel.send("channel.close-ok", {});
    channel.connection.channels.forget(channel);
    return;
  }
  throw new AmqpError("COMMAND_INVALID", "unimplemented method");
}

function refuseTransaction(): never {
  throw new AmqpError("PRECONDITION_FAILED", "channel is not transactional");
}
