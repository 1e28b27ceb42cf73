import { Buffer } from "node:buffer";
import { type Channel, connect } from "amqplib";
import { socketOf } from "../../runtime/connection/connect-once.js";

/** Bytes that amqplib writes, and others of the same length for their place. */
export type Forgery = readonly [written: Buffer, wanted: Buffer];

/** Publishes what amqplib reads and does not write, as other teams' clients do; resolves when the broker has it. */
export async function publishForged(
  url: string,
  [written, wanted]: Forgery,
  publish: (channel: Channel) => void,
): Promise<void> {
  const model = await connect(url);
  const channel = await model.createConfirmChannel();
  const socket = socketOf(model);
  const write = socket?.write.bind(socket);
  if (socket === undefined || write === undefined) throw new Error("amqplib hides its socket");
  let forged = 0;
  socket.write = ((chunk: Buffer, ...rest: readonly never[]) => {
    const at = chunk.indexOf(written);
    if (at < 0) return write(chunk, ...rest);
    forged += 1;
    const after = chunk.subarray(at + written.length);
    return write(Buffer.concat([chunk.subarray(0, at), wanted, after]), ...rest);
  }) as typeof socket.write;
  publish(channel);
  await channel.waitForConfirms();
  await model.close();
  if (forged !== 1) throw new Error(`forged ${forged} times`);
}
