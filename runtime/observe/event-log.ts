import type {
  AnyRabbitEvent,
  ConnectionInfo,
  DeliveryInfo,
  EventInfo,
  RabbitEvents,
} from "./rabbit-events.js";

/**
 * The logger interface: each call gets one line of text. `console` satisfies it, and so do the loggers of pino and
 * winston.
 */
export interface Log {
  info(line: string): void;
  warn(line: string): void;
  error(line: string): void;
}

type Level = keyof Log;

/** The level of each event: `info` for normal operation, `error` for what needs an operator. */
const LINES: {
  readonly [Name in keyof RabbitEvents]: readonly [Level, (event: RabbitEvents[Name]) => string];
} = {
  connected: ["info", (event) => `connected${connection(event)}`],
  disconnected: ["warn", (event) => `disconnected${connection(event)}: ${event.cause.message}`],
  reconnecting: [
    "warn",
    (event) =>
      `reconnecting${connection(event)} in ${Math.round(event.delayMs)} ms, attempt ${event.attempt}: ${event.cause.message}`,
  ],
  blocked: ["warn", (event) => `blocked by the broker${connection(event)}: ${event.reason}`],
  unblocked: ["info", (event) => `unblocked by the broker${connection(event)}`],
  "publisher-lost": [
    "warn",
    ({ exchange, cause }) => `publisher of exchange ${exchange} lost its channel: ${cause.message}`,
  ],
  "consumer-lost": ["warn", ({ queue, cause }) => `consumer of ${queue} receives nothing: ${cause.message}`],
  "consumer-recovered": ["info", ({ queue }) => `consumer of ${queue} receives again`],
  "breaker-open": [
    "warn",
    ({ queue, failures, pauseMs, cause }) =>
      `consumer of ${queue} pauses for ${Math.round(pauseMs)} ms after ${failures} failures: ${cause.message}`,
  ],
  "breaker-probing": ["info", ({ queue }) => `consumer of ${queue} tries one message`],
  "breaker-closed": ["info", ({ queue }) => `consumer of ${queue} works again`],
  retry: [
    "warn",
    (event) => `retry in ${Math.round(event.delayMs)} ms${delivery(event)}: ${event.cause.message}`,
  ],
  "dead-letter": [
    "error",
    // the failures of an invalid event are in the message of its cause
    (event) => `dead letter (${event.reason})${delivery(event)}: ${event.cause.message}`,
  ],
  duplicate: ["info", (event) => `duplicate acknowledged${delivery(event)}`],
  "copy-failed": [
    "warn",
    (event) => `copy to ${event.target} failed${delivery(event)}, retrying: ${event.cause.message}`,
  ],
  "settle-lost": [
    "warn",
    (event) => `outcome lost with the channel${delivery(event)}, the broker will redeliver`,
  ],
  warning: ["warn", ({ code, message }) => `warning ${code}: ${message}`],
};

/**
 * Writes an event to a log as one line, regardless of the contents of messages and errors. Returns what the log
 * returned, which may be a promise.
 */
export function logEvent(log: Log, event: AnyRabbitEvent): unknown {
  const [level, write] = LINES[event.name] as readonly [Level, (event: AnyRabbitEvent) => string];
  return log[level](oneLine(`rabbitgen: ${write(event)}`));
}

function connection({ role, vhost, node }: ConnectionInfo): string {
  return ` (${role}, virtual host ${vhost}, ${node})`;
}

function delivery({ queue, messageId, attempt, ...rest }: DeliveryInfo & Partial<EventInfo>): string {
  const what =
    rest.event === undefined ? "" : ` ${rest.event}${rest.version === undefined ? "" : ` ${rest.version}`}`;
  return `, queue ${queue},${what} message ${messageId ?? "without an id"}, attempt ${attempt}`;
}

/** Longest line in characters: an error may contain a whole body. */
const LONGEST = 2_000;

/** Escapes control characters and line ends, so that no message can forge a line of the log. */
function oneLine(text: string): string {
  const cut = text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
  return cut.replace(
    /[\p{Cc}\u2028\u2029]/gu,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}
