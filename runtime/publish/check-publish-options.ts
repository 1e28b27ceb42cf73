import { ConfigurationError } from "../errors/rabbit-error.js";
import type { TraceContext } from "../observe/trace-context.js";
import {
  checkBoolean,
  checkMilliseconds,
  checkOptionNames,
  type OptionNames,
} from "../options/known-options.js";
import type { PublisherOptions, PublishOptions, RoutedPublishOptions } from "./publish-options.js";

const PUBLISHER_NAMES: OptionNames<PublisherOptions> = { timeout: true, resend: true };
const NAMES: OptionNames<RoutedPublishOptions> = {
  signal: true,
  timeout: true,
  messageId: true,
  headers: true,
  trace: true,
  correlationId: true,
  replyTo: true,
  expiration: true,
  priority: true,
  delay: true,
  routingKey: true,
};
const TRACE_NAMES: OptionNames<TraceContext> = { traceparent: true, tracestate: true };

/** Options of `rabbit.publisher` as JavaScript may give them. Throws `ConfigurationError`. */
export function checkPublisherOptions(options: PublisherOptions): void {
  checkOptionNames("publisher()", options, PUBLISHER_NAMES);
  checkMilliseconds("timeout", options.timeout);
  checkBoolean("resend", options.resend);
}

/** Options of one `publish` as JavaScript may give them. Throws `ConfigurationError`. */
export function checkPublishOptions(options: PublishOptions | RoutedPublishOptions): void {
  checkOptionNames("publish()", options, NAMES);
  const { signal, timeout, messageId, headers, trace, correlationId, replyTo } = options;
  if (timeout !== undefined) checkMilliseconds("timeout", timeout);
  if (signal !== undefined && !isSignal(signal))
    throw new ConfigurationError("signal must be an AbortSignal");
  if (options.delay !== undefined && options.expiration !== undefined)
    throw new ConfigurationError("delay and expiration exclude each other: the earlier would count for both");
  if ("routingKey" in options && options.routingKey !== undefined) checkWords(options.routingKey);
  checkText("messageId", messageId);
  checkText("correlationId", correlationId);
  checkText("replyTo", replyTo);
  if (headers !== undefined && (typeof headers !== "object" || headers === null || Array.isArray(headers)))
    throw new ConfigurationError("headers must be an object of strings");
  if (trace === undefined) return;
  checkOptionNames("trace", trace, TRACE_NAMES);
  if (typeof trace.traceparent !== "string") throw new ConfigurationError("trace must have a traceparent");
}

function checkWords(words: unknown): void {
  if (typeof words !== "object" || words === null || Array.isArray(words))
    throw new ConfigurationError(
      'routingKey must be an object with the values of placeholders, such as { region: "eu" }; the key itself is the contract\'s',
    );
}

function checkText(name: string, text: unknown): void {
  if (text !== undefined && typeof text !== "string")
    throw new ConfigurationError(`${name} must be a string`);
}

/** By its shape: a signal may come from another realm. */
function isSignal(signal: unknown): boolean {
  return (
    typeof signal === "object" &&
    signal !== null &&
    "aborted" in signal &&
    "addEventListener" in signal &&
    typeof signal.addEventListener === "function"
  );
}
