/** A RabbitMQ that the demo and the tests may use; the methods that change it exist only for a node of our own. */
export interface Broker {
  /** Where it takes connections, with user and password, such as `amqp://guest:guest@127.0.0.1:21433`. */
  readonly url: string;
  /** `embedded`: the embedded broker of a test, in place of RabbitMQ. */
  readonly origin: "AMQP_URL" | "rabbitmq-server" | "docker" | "rabbitmq4" | "embedded";
  /** The broker's own word from the handshake, such as `3.10.8`. */
  readonly version: string;
  /** Runs `rabbitmqctl -q` with these arguments and gives what it printed; rejects with what it complained of. */
  ctl(...args: readonly string[]): Promise<string>;
  /** Stops the node as an operator would; it is gone when this resolves, and its data stays for `start`. */
  stop(): Promise<void>;
  /** Starts it again on the same port with the same data; resolves when it takes connections. */
  start(): Promise<void>;
  /**
   * `kill -9` of the node; it is gone when this resolves, and its data stays for `start`. RabbitMQ itself may lose a
   * durable queue declared some milliseconds before, messages and all; `ctl("eval", "mnesia:sync_log().")` rules that out.
   */
  kill(): Promise<void>;
  /** `stop`, then `start`. */
  restart(): Promise<void>;
  /** Ends the node at once and removes its data. Nothing is left running; a second call does nothing. */
  dispose(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}

/** Takes a line about something that takes long or changes the machine. */
export type Log = (line: string) => void;
