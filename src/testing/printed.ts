import type { MessageView, QueuedMessageView, QueueView, VirtualHostView } from "../embedded-broker/index.js";

const LONGEST_BODY = 300;
const MOST_MESSAGES = 20;

/** Lines of a failed expectation; only the last ones if there are many. */
export function printedList(title: string, lines: readonly string[]): string {
  if (lines.length === 0) return `${title}: none`;
  const omitted = lines.length - MOST_MESSAGES;
  const shown = lines.slice(-MOST_MESSAGES).map((line) => `  ${line}`);
  return [
    `${title} (${lines.length}):`,
    ...(omitted > 0 ? [`  (${omitted} earlier ones)`] : []),
    ...shown,
  ].join("\n");
}

/** A message on one line: what it is, where it went, and its body. */
export function printedMessage({ exchange, routingKey, properties, body }: MessageView): string {
  const what = [properties.type || "(no type)", properties.contentType || "(no content type)"].join(", ");
  const where =
    exchange === "" ? `to queue "${routingKey}"` : `to exchange "${exchange}" with key "${routingKey}"`;
  return `${what}, ${where}: ${printedBody(body)}`;
}

function printedBody(body: Uint8Array): string {
  const text = new TextDecoder().decode(body);
  return text.length > LONGEST_BODY ? `${text.slice(0, LONGEST_BODY)}… (${text.length} characters)` : text;
}

export function printedQueue({ name, ready, unacked, consumers }: QueueView): string {
  return `${name}: ${ready} ready, ${unacked} unacked, ${consumers} consumers`;
}

export function printedQueues(vhost: VirtualHostView): string {
  return printedList(`Queues in virtual host "${vhost.name}"`, vhost.queues().map(printedQueue));
}

export function printedBindings(vhost: VirtualHostView, exchange: string): string {
  const bindings = vhost.bindings().filter(({ source }) => source === exchange);
  return printedList(
    `Bindings of exchange "${exchange}"`,
    bindings.map(({ destination, routingKey }) => `"${routingKey}" to ${destination}`),
  );
}

/** The earliest time at which a message leaves its queue on its own. */
export function nextExpiry(messages: readonly QueuedMessageView[]): number | undefined {
  const times = messages.flatMap(({ expiresAt }) => expiresAt ?? []);
  return times.length === 0 ? undefined : Math.min(...times);
}
