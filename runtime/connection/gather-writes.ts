import type { Duplex } from "node:stream";

/**
 * Sends what is written in one turn of the event loop with one system call. amqplib writes each message and each ack
 * to its socket on its own, and with `noDelay` each becomes a call and a packet.
 */
export function gatherWrites(socket: Duplex): void {
  const write = socket.write.bind(socket);
  let corked = false;
  const uncork = (): void => {
    corked = false;
    socket.uncork();
  };
  const gathered = (...args: Parameters<typeof write>): boolean => {
    if (!corked && !socket.writableEnded) {
      corked = true;
      socket.cork();
      process.nextTick(uncork); // after the turn's last write, before anything is waited for
    }
    return write(...args);
  };
  socket.write = gathered as typeof socket.write;
}
