import type { EventFamily } from "../contract/event-version.js";
import { ConfigurationError } from "../errors/rabbit-error.js";
import type { HandlerTable } from "./handlers.js";

/** The compiler asks for every handler; this is for callers without one. Throws `ConfigurationError`. */
export function checkHandlers(families: readonly EventFamily[], handlers: HandlerTable<unknown>): void {
  if (families.some(({ versions }) => typeof versions !== "object")) {
    throw new ConfigurationError(
      "consumer() takes an event with all its versions, such as orderPaid, not one of them",
    );
  }
  const other = Object.keys(handlers).find((name) => !families.some(({ event }) => event === name));
  if (other !== undefined)
    throw new ConfigurationError(`handlers has an entry for "${other}", which is not consumed here`);
  for (const { event, versions } of families) {
    const ofEvent = Object.hasOwn(handlers, event) ? (handlers[event] ?? {}) : {};
    const unknown = Object.keys(ofEvent).find((version) => !Object.hasOwn(versions, version));
    if (unknown !== undefined) {
      throw new ConfigurationError(
        `handlers has an entry for ${event} ${unknown}, which this SDK does not know; it knows ${Object.keys(versions).join(", ")}`,
      );
    }
    for (const version of Object.keys(versions)) {
      const handler = Object.hasOwn(ofEvent, version) ? ofEvent[version] : undefined;
      if (typeof handler === "function" || handler === "dead-letter") continue;
      const what = handler === undefined ? "has no entry" : "has no function";
      throw new ConfigurationError(
        `handlers ${what} for ${event} ${version}; write "dead-letter" to decline it`,
      );
    }
  }
}
