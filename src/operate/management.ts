import { toError } from "../../runtime/errors/amqplib-error.js";
import { ConfigurationError, ConnectError } from "../../runtime/errors/rabbit-error.js";

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

/** What was answered, read to its end. */
interface Answer {
  readonly status: number;
  readonly text: string;
}

const MOST_BYTES = 64 * 1024 * 1024;
/** Milliseconds for one answer, to its last byte. */
const ANSWER_MS = 15_000;
const COLUMNS = "name,arguments,messages_ready,messages_unacknowledged,consumers";

/** The management API of a broker, for what AMQP does not expose. Read-only. */
export class Management {
  readonly #base: URL;
  /** Holds the password: never print it. */
  readonly #authorization: string;

  /** `url` such as `http://user:password@host:15672`. Throws `ConfigurationError`, which repeats nothing of it. */
  constructor(url: string) {
    const form = "the management URL must have the form http://user:password@host:15672 or https://…";
    let parts: URL;
    try {
      parts = new URL(url.trim());
    } catch {
      throw new ConfigurationError(`${form}: it cannot be read`); // the error of `URL` repeats its input
    }
    if (parts.protocol !== "http:" && parts.protocol !== "https:")
      throw new ConfigurationError(`${form}: it starts with neither`);
    const [user, password] = [parts.username || "guest", parts.password || "guest"].map(decoded);
    this.#authorization = `Basic ${Buffer.from(`${user}:${password}`).toString("base64")}`;
    this.#base = new URL(parts.pathname.replace(/\/*$/, "/"), parts.origin);
  }

  /** Every queue of a virtual host. */
  async queues(vhost: string): Promise<readonly ListedQueue[]> {
    const path = `api/queues/${encodeURIComponent(vhost)}?columns=${COLUMNS}`;
    const rows = this.#rows(await this.#ask(path), { notFound: `does not have the virtual host ${vhost}` });
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
    this.#json(await this.#ask("api/whoami"), { notFound: "is not a management API: it has no api/whoami" });
  }

  /**
   * The rows of a list below `api/`, such as `permissions`; `undefined` if it is not there, or the user's tags and
   * permissions do not allow to see it, which RabbitMQ answers with 401 as it does a wrong password: see `logIn`.
   */
  async visibleRows(path: string): Promise<readonly ManagementRow[] | undefined> {
    const answer = await this.#ask(`api/${path}`);
    return [401, 403, 404].includes(answer.status) ? undefined : this.#rows(answer, { notFound: "" });
  }

  get #node(): string {
    return `the management API at ${this.#base.host}`;
  }

  /** Asks and reads the whole answer, which may neither take longer nor be larger than a list of a large broker. */
  async #ask(path: string): Promise<Answer> {
    const deadline = new AbortController();
    const timer = setTimeout(() => deadline.abort(new Error("it did not respond in time")), ANSWER_MS);
    try {
      const response = await fetch(new URL(path, this.#base), {
        headers: { authorization: this.#authorization },
        redirect: "error", // the password is for this host
        signal: deadline.signal,
      });
      return { status: response.status, text: await boundedText(response) };
    } catch (error) {
      if (error instanceof LongAnswer) throw new ConnectError(`${this.#node} answered with ${error.message}`);
      const { message, cause } = toError(error);
      const why = cause instanceof Error && cause.message !== "" ? cause.message : message;
      throw new ConnectError(`${this.#node} cannot be reached: ${why}`, error);
    } finally {
      clearTimeout(timer);
    }
  }

  #rows(answer: Answer, words: { readonly notFound: string }): readonly ManagementRow[] {
    const listed = this.#json(answer, words);
    if (!Array.isArray(listed) || listed.some((row) => !isObject(row)))
      throw new ConnectError(`${this.#node} did not respond with a list of objects`);
    return listed.map(objectOf);
  }

  #json({ status, text }: Answer, { notFound }: { readonly notFound: string }): unknown {
    if (status === 401)
      throw new ConnectError(
        `${this.#node} refused the user name and password, or the user has none of the tags management, monitoring and administrator`,
      );
    if (status === 404) throw new ConnectError(`${this.#node} ${notFound} (404)`);
    if (status < 200 || status > 299) throw new ConnectError(`${this.#node} answered ${status}`);
    try {
      return JSON.parse(text) as unknown;
    } catch {
      throw new ConnectError(`${this.#node} did not respond with JSON; check the URL`);
    }
  }
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function objectOf(value: unknown): ManagementRow {
  return isObject(value) ? { ...value } : {};
}

/** An answer has more bytes than those of a broker with many thousands of queues. */
class LongAnswer extends Error {}

async function boundedText(response: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of response.body ?? []) {
    bytes += chunk.byteLength;
    if (bytes > MOST_BYTES) throw new LongAnswer(`more than ${MOST_BYTES / 1024 / 1024} MiB`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
