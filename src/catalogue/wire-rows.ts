import type { Writer } from "../contract/publisher-view.js";
import type { EventEntry } from "./model.js";

/** One part of a message, or of where it goes, with its values. */
export interface WireRow {
  readonly part: string;
  readonly values: readonly WireValue[];
}

/** A value as it is on the wire, words about it, or both. */
export interface WireValue {
  readonly code?: string;
  readonly words?: string;
}

const undeclared: Readonly<Record<Writer, string>> = {
  closed: "sent only where a schema allows them itself",
  "declared-only": "never sent",
  "as-written": "sent wherever consumers take them",
};

/** What the messages of an event carry, and where they go. */
export function wireRows({ name, route, versions }: EventEntry): readonly WireRow[] {
  const { exchange, routingKey, placeholders, vhost, envelope, unroutable, unversioned, writer } = route;
  const row = (part: string, ...values: readonly WireValue[]): WireRow => ({ part, values });
  return [
    row("virtual host", vhost === undefined ? { words: "the one in the connection's URL" } : { code: vhost }),
    row("exchange", { code: exchange.name, words: `(${exchange.type}, durable)` }),
    row(
      "routing key",
      routingKey === "" ? { words: "empty" } : { code: routingKey },
      ...placeholders.map(({ name: word, source }) => ({ code: `{${word}}`, words: `is ${source}` })),
    ),
    row(
      "property content_type, header content-type",
      ...versions.map(({ contentType }) => ({ code: contentType })),
    ),
    row("property type", { code: name }),
    row("property delivery_mode", { code: "2", words: "(persistent)" }),
    row("body", {
      words: envelope === "body" ? "UTF-8 JSON that starts with version and event" : "UTF-8 JSON",
    }),
    row("undeclared properties", { words: undeclared[writer] }),
    row("no version is named", {
      words: unversioned === undefined ? "a dead letter" : `read as ${unversioned}`,
    }),
    row("no queue takes it", { words: unroutable === "error" ? "an error for its publisher" : "ignored" }),
  ];
}
