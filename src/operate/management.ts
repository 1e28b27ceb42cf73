import { ConfigurationError, ConnectError } from "../../templates/runtime/rabbit-error.js";
import { toError } from "../../templates/runtime/to-error.js";

/** A queue as the management API lists it. */
export interface ListedQueue {
  readonly name: string;
  readonly ready: number;
  readonly unacked: number;
  readonly consumers: number;
  readonly arguments: Readonly<Record<string, unknown>>;
}

/** Milliseconds for one answer. */
const ANSWER_MS = 15_000;
const COLUMNS = "name,arguments,messages_ready,messages_unacknowledged,consumers";

/** The management API of a broker, for what AMQP cannot tell. Only reads. */
export class Management {
  readonly #base: URL;
  /** Holds the password: never print it. */
  readonly #authorization: string;

  /** `url` such as `http://user:password@host:15672`. Throws `ConfigurationError`, which repeats nothing of it. */
  constructor(url: string) {
    const form = "the management URL is not of the form http://user:password@host:15672 or https://…";
    let parts: URL;
    try {
      parts = new URL(url.trim());
    } catch {
      throw new ConfigurationError(`${form}: it cannot be read`); // the error of `URL` repeats its input
    }
    if (parts.protocol !== "http:" && parts.protocol !== "https:")
      throw new ConfigurationError(`${form}: it starts with neither of them`);
    const [user, password] = [parts.username || "guest", parts.password || "guest"].map(decoded);
    this.#authorization = `Basic ${Buffer.from(`${user}:${password}`).toString("base64")}`;
    this.#base = new URL(parts.pathname.replace(/\/*$/, "/"), parts.origin);
  }

  /** Every queue of a virtual host. */
  async queues(vhost: string): Promise<readonly ListedQueue[]> {
    const listed = await this.#get(`api/queues/${encodeURIComponent(vhost)}?columns=${COLUMNS}`);
    if (!Array.isArray(listed)) throw new ConnectError(`${this.#node} did not answer with a list of queues`);
    return listed.flatMap((each: unknown) => {
      if (typeof each !== "object" || each === null) return [];
      const number = (name: string): number => Number(Reflect.get(each, name)) || 0;
      const name: unknown = Reflect.get(each, "name");
      const own: unknown = Reflect.get(each, "arguments");
      if (typeof name !== "string") return [];
      return {
        name,
        ready: number("messages_ready"),
        unacked: number("messages_unacknowledged"),
        consumers: number("consumers"),
        arguments: typeof own === "object" && own !== null ? { ...own } : {},
      };
    });
  }

  get #node(): string {
    return `the management API at ${this.#base.host}`;
  }

  async #get(path: string): Promise<unknown> {
    try {
      const response = await fetch(new URL(path, this.#base), {
        headers: { authorization: this.#authorization },
        redirect: "error", // the password is for this host
        signal: AbortSignal.timeout(ANSWER_MS),
      });
      if (response.status === 401) throw new ConnectError(`${this.#node} refused the user name and password`);
      if (response.status === 404)
        throw new ConnectError(`${this.#node} does not have this virtual host (404)`);
      if (!response.ok) throw new ConnectError(`${this.#node} answered ${response.status}`);
      return (await response.json()) as unknown;
    } catch (error) {
      if (error instanceof ConnectError) throw error;
      const { message, cause } = toError(error);
      const why = cause instanceof Error && cause.message !== "" ? cause.message : message;
      throw new ConnectError(`${this.#node} cannot be reached: ${why}`, error);
    }
  }
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
