import type { VirtualHost } from "../model/virtual-host.js";
import { AmqpError } from "../protocol/amqp-error.js";
import { ByteReader } from "../protocol/byte-reader.js";
import { readTable } from "../protocol/field-table.js";
import { type FieldTable, textOf } from "../protocol/field-value.js";
import type { MethodArguments } from "../protocol/methods.js";
import type { Access } from "./access.js";
import type { BrokerState, Limits } from "./broker-state.js";

export const protocolHeader = Buffer.from([0x41, 0x4d, 0x51, 0x50, 0, 0, 9, 1]);

/** The smallest frame that AMQP lets a client ask for. */
const smallestFrame = 4096;

/** What a client sends before it is known gets no more room than this, as in RabbitMQ. */
export const initialFrameMax = 8192;

/** The name of the user that a client proves to be; throws 403 otherwise. */
export function authenticate(broker: BrokerState, values: MethodArguments<"connection.start-ok">): string {
  const { mechanism, response } = values;
  const [user, password] = credentials(mechanism, response) ?? [];
  if (user !== undefined && password !== undefined && broker.users.authenticate(user, password)) return user;
  throw new AmqpError(
    "ACCESS_REFUSED",
    `Login was refused using authentication mechanism ${mechanism}. For details see the broker logfile.`,
  );
}

function credentials(mechanism: string, response: Buffer): [user: string, password: string] | undefined {
  if (mechanism === "PLAIN") {
    const [identity, user, password] = response.toString().split("\0");
    return identity === undefined || user === undefined || password === undefined
      ? undefined
      : [user, password];
  }
  if (mechanism === "AMQPLAIN") {
    const table = readLogin(response);
    const [user, password] = [textOf(table.get("LOGIN")), textOf(table.get("PASSWORD"))];
    return user === undefined || password === undefined ? undefined : [user, password];
  }
  throw new AmqpError("COMMAND_INVALID", `unknown authentication mechanism '${mechanism}'`);
}

/** AMQPLAIN sends a field table without its length. */
function readLogin(response: Buffer): FieldTable {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(response.length);
  return readTable(new ByteReader(Buffer.concat([length, response])));
}

/** Checks what a client makes of the proposed limits; throws 530 for more than was proposed, or too little. */
export function checkTuning(
  limits: Limits,
  { frameMax, channelMax }: MethodArguments<"connection.tune-ok">,
): void {
  check("frame_max", frameMax, smallestFrame, limits.frameMax);
  check("channel_max", channelMax, 1, limits.channelMax);
}

function check(name: string, given: number, least: number, most: number): void {
  const fail = (how: string) => new AmqpError("NOT_ALLOWED", `negotiated ${name} = ${given} is ${how}`);
  if (given !== 0 && given < least) throw fail(`lower than the minimum allowed value (${least})`);
  if (most !== 0 && (given === 0 || given > most))
    throw fail(`higher than the maximum allowed value (${most})`);
}

/** The virtual host that a client opens, with what its user may do there; throws 530 if it may not. */
export function openVirtualHost(broker: BrokerState, user: string, name: string): [VirtualHost, Access] {
  const vhost = broker.vhosts.find(name);
  if (vhost === undefined) throw new AmqpError("NOT_ALLOWED", `vhost ${name} not found`);
  const access = broker.users.access(user, name);
  if (access === undefined) {
    throw new AmqpError("NOT_ALLOWED", `access to vhost '${name}' refused for user '${user}'`);
  }
  return [vhost, access];
}
