import type { PlainTable, QueuedMessageView } from "../embedded-broker/index.js";

/** A message in a queue, decoded without knowing what it is. */
export interface QueuedMessage extends QueuedMessageView {
  readonly messageId: string | undefined;
  readonly headers: PlainTable;
  /** The body; `undefined` if it is not JSON. */
  readonly json: unknown;
}

export function queuedMessage(view: QueuedMessageView): QueuedMessage {
  const { messageId, headers = {} } = view.properties;
  return { ...view, messageId, headers, json: parsed(view.body) };
}

function parsed(body: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(body));
  } catch {
    return undefined;
  }
}
