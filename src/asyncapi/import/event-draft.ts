import type { ReadRoute } from "./read-channel.js";
import type { ReadMessage } from "./read-message.js";

/** An event on its way. */
export interface EventDraft {
  readonly name: string;
  readonly folder: string;
  readonly versions: Map<string, ReadMessage>;
  route: ReadRoute | undefined;
  unroutable: "error" | "ignore" | undefined;
}

/** The event and the version that a message becomes. */
export interface PlacedMessage {
  readonly event: string;
  readonly label: string;
}

/** An event without versions. */
export function newDraft(name: string): EventDraft {
  return {
    name,
    folder: name.replaceAll(".", "/"),
    versions: new Map(),
    route: undefined,
    unroutable: undefined,
  };
}
