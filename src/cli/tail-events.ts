import { isUtf8 } from "node:buffer";
import pc from "picocolors";
import type { EventFamily } from "../../runtime/contract/event-version.js";
import { count } from "../code/count.js";
import { visible, visibleJson } from "../code/visible.js";
import { findEvent } from "../contract/find-version.js";
import { UsageError } from "../findings/usage-error.js";
import { BrokerConnections } from "../operate/broker-connections.js";
import { eventFamilies } from "../operate/event-families.js";
import { isoOf } from "../operate/saved-message.js";
import { type TailedMessage, tail } from "../operate/tail.js";
import { watchableEvents } from "../operate/watchable-events.js";
import { shorten } from "../report/shorten.js";
import { type BrokerFlags, brokerAddress, loadSound } from "./broker-options.js";
import type { ExitCode, Io } from "./io.js";

/** The options of `rabbitgen tail` as the command line gives them. */
export interface TailFlags extends BrokerFlags {
  readonly max?: number;
  readonly body: boolean;
  readonly json: boolean;
}

/** Milliseconds between two lines about skipped messages. */
const SKIPPED_EVERY_MS = 1_000;
/** UTF-16 units of a body that is shown to a person. */
const LONGEST_BODY = 2_000;

/** Shows events as they are published, until it is stopped. */
export async function tailEvents(io: Io, names: readonly string[], flags: TailFlags): Promise<ExitCode> {
  const contract = await loadSound(io, flags.schemas, "; the broker was not queried.");
  const families = eventFamilies(contract);
  const events = watchedEvents(
    io,
    families,
    names.map((name) => findEvent(contract, name).name),
  );
  const connections = new BrokerConnections(await brokerAddress(io, flags, contract), "rabbitgen tail");
  const { signal } = io;
  const skips = new Skips(io);
  try {
    await tail(connections, {
      families,
      events: new Set(events),
      max: flags.max,
      signal,
      show: async (message) => {
        io.out(flags.json ? jsonLine(message) : textLines(message, { color: io.color, body: flags.body }));
        await io.flushed?.();
      },
      skipped: (count) => skips.report(count),
      started: () => {
        if (!flags.json) io.err(`Watching ${count(events.length, "event")}; press Ctrl-C to stop.\n`);
      },
    });
  } finally {
    skips.end();
    await connections.close();
  }
  return 0;
}

/** The names of the events that can be watched. Throws `UsageError` for a named event that cannot. */
function watchedEvents(
  io: Io,
  families: readonly EventFamily[],
  names: readonly string[],
): readonly string[] {
  const { events, unwatchable } = watchableEvents(families, names);
  const refused = unwatchable.map(({ event, why }) => `${event} cannot be watched: ${why}.`);
  const [first] = refused;
  if (first !== undefined && names.length > 0) throw new UsageError(first);
  for (const each of refused) io.err(`${each}\n`);
  return events;
}

/** Says how many messages were skipped, once a second at most. */
class Skips {
  readonly #io: Io;
  #count = 0;
  #printed = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(io: Io) {
    this.#io = io;
  }

  report(count: number): void {
    this.#count = count;
    this.#timer ??= setTimeout(() => this.#print(), SKIPPED_EVERY_MS);
  }

  end(): void {
    this.#print();
  }

  #print(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#count === this.#printed) return;
    this.#printed = this.#count;
    this.#io.err(
      `rabbitgen: cannot keep up with the published messages: at least ${this.#count} messages skipped so far.\n`,
    );
  }
}

function jsonLine(message: TailedMessage): string {
  const { received, timestamp, vhost, exchange, routingKey, event, version } = message;
  const { service, messageId, bytes, fault, content } = message;
  const line = {
    received: isoOf(received),
    published: isoOf(timestamp === undefined ? undefined : timestamp * 1_000),
    vhost,
    event: event ?? null,
    version: version ?? null,
    exchange,
    routingKey,
    service: service ?? null,
    messageId: messageId ?? null,
    bytes,
    valid: fault === undefined,
    ...(fault === undefined ? {} : { reason: fault.reason, why: fault.why, failures: fault.failures }),
    ...(isUtf8(content) ? { body: content.toString("utf8") } : { bodyBase64: content.toString("base64") }),
  };
  return `${visibleJson(line, "")}\n`;
}

/** A message as lines for a person; the virtual host `/` is left out. */
export function textLines(
  { received, event, version, vhost, routingKey, service, bytes, fault, content }: TailedMessage,
  { color, body }: { readonly color: boolean; readonly body: boolean },
): string {
  const paint = pc.createColors(color);
  const time = (isoOf(received) ?? "").slice("2026-11-24T".length, -1);
  const verdict = fault === undefined ? paint.green("valid") : paint.red(visible(fault.reason));
  const parts = [
    time,
    `${event ?? "unknown event"} ${version ?? "?"}`,
    vhost === "/" ? routingKey : `${routingKey} in ${vhost}`,
    service ?? "-",
    `${bytes} B`,
  ];
  const lines = [`${parts.map(visible).join("  ")}  ${verdict}`];
  if (fault !== undefined) {
    const places = fault.failures.map(({ path, message }) => `${path || "(the event)"} ${message}`);
    for (const place of places.length > 0 ? places : [fault.why])
      lines.push(`    ${visible(shorten(place, LONGEST_BODY))}`);
  }
  if (body) lines.push(`    ${visible(shorten(content.toString("utf8"), LONGEST_BODY))}`);
  return lines.map((line) => `${line}\n`).join("");
}
