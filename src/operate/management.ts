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

/** One entry of a list, as the broker wrote it. */
export type ManagementRow = Readonly<Record<string, unknown>>;

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
    const path = `api/queues/${encodeURIComponent(vhost)}?columns=${COLUMNS}`;
    const rows = await this.#rows(await this.#ask(path), { notFound: "does not have this virtual host" });
    return rows.flatMap((row) => {
      const { name } = row;
      if (typeof name !== "string") return [];
      return {
        name,
        ready: Number(row["messages_ready"]) || 0,
        unacked: Number(row["messages_unacknowledged"]) || 0,
        consumers: Number(row["consumers"]) || 0,
        arguments: objectOf(row["arguments"]),
      };
    });
  }

  /** Rejects with `ConnectError` if the user cannot log in. */
  async logIn(): Promise<void> {
    await this.#json(await this.#ask("api/whoami"), { notFound: "is none: it does not know api/whoami" });
  }

  /**
   * The rows of a list below `api/`, such as `permissions`; `undefined` if it is not there, or the user's tags and
   * permissions do not allow to see it, which RabbitMQ answers with 401 as it does a wrong password: see `logIn`.
   */
  async visibleRows(path: string): Promise<readonly ManagementRow[] | undefined> {
    const response = await this.#ask(`api/${path}`);
    return [401, 403, 404].includes(response.status)
      ? undefined
      : await this.#rows(response, { notFound: "" });
  }

  get #node(): string {
    return `the management API at ${this.#base.host}`;
  }

  async #ask(path: string): Promise<Response> {
    try {
      return await fetch(new URL(path, this.#base), {
        headers: { authorization: this.#authorization },
        redirect: "error", // the password is for this host
        signal: AbortSignal.timeout(ANSWER_MS),
      });
    } catch (error) {
      throw this.#unreached(error);
    }
  }

  async #rows(response: Response, words: { readonly notFound: string }): Promise<readonly ManagementRow[]> {
    const listed = await this.#json(response, words);
    if (!Array.isArray(listed)) throw new ConnectError(`${this.#node} did not answer with a list`);
    return listed.map(objectOf);
  }

  async #json(response: Response, { notFound }: { readonly notFound: string }): Promise<unknown> {
    const { status, ok } = response;
    if (status === 401) throw new ConnectError(`${this.#node} refused the user name and password`);
    if (status === 404) throw new ConnectError(`${this.#node} ${notFound} (404)`);
    if (!ok) throw new ConnectError(`${this.#node} answered ${status}`);
    try {
      return (await response.json()) as unknown;
    } catch (error) {
      throw this.#unreached(error);
    }
  }

  #unreached(error: unknown): ConnectError {
    const { message, cause } = toError(error);
    const why = cause instanceof Error && cause.message !== "" ? cause.message : message;
    return new ConnectError(`${this.#node} cannot be reached: ${why}`, error);
  }
}

function objectOf(value: unknown): ManagementRow {
  return typeof value === "object" && value !== null ? { ...value } : {};
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
