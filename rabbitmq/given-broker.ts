import type { Broker } from "./broker.js";
import { BrokerError } from "./broker-error.js";
import { serverVersion } from "./server-version.js";

/**
 * The broker named in `AMQP_URL`; undefined when the variable is empty or unset. It is never stopped, started, killed
 * or administered. Rejects with `BrokerError`, without the password, when it cannot be reached.
 */
export async function givenBroker(url: string | undefined): Promise<Broker | undefined> {
  if (!url) return undefined;
  if (!URL.canParse(url) || new URL(url).pathname.includes("@")) {
    throw new BrokerError(
      "AMQP_URL is not a URL; special characters of its password must be percent-encoded",
    );
  }
  const version = await serverVersion(url).catch((cause: unknown) => {
    const why = cause instanceof Error ? cause.message.split("\n")[0] : "unknown error";
    // No cause is attached: Node's "Invalid URL" error carries the whole address.
    throw new BrokerError(`the broker of AMQP_URL (${place(url)}) cannot be used: ${why}`);
  });
  const notOurs = (verb: string) => async () => {
    throw new BrokerError(`cannot ${verb} the broker of AMQP_URL; unset AMQP_URL to use a private one`);
  };
  return {
    // A getter, so that inspecting the object does not show the password.
    get url() {
      return url;
    },
    origin: "AMQP_URL",
    version,
    ctl: notOurs("run rabbitmqctl on"),
    stop: notOurs("stop"),
    start: notOurs("start"),
    kill: notOurs("kill"),
    restart: notOurs("restart"),
    dispose: async () => {},
    [Symbol.asyncDispose]: async () => {},
  };
}

/** What is after the last `@`, so that nothing of a password is left, whatever characters it has. */
function place(url: string): string {
  return url.slice(url.lastIndexOf("@") + 1).replace(/[?#].*/s, "");
}
