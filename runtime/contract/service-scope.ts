import type { EventVersion } from "./event-version.js";

/**
 * What a service in `contract.json` publishes and consumes, for the compiler: versions by event. Without one,
 * everything may be published, and every version needs a handler.
 */
export interface ServiceScope {
  readonly publishes: Readonly<Record<string, string>>;
  readonly consumes: Readonly<Record<string, string>>;
}

/**
 * An event version, if the service publishes it; otherwise a type that no version matches and that explains the
 * compiler error.
 */
export type PublishedBy<Scope extends ServiceScope, Version extends EventVersion> = Version &
  (Version["version"] extends VersionsOf<Scope["publishes"], Version["event"]>
    ? unknown
    : { readonly "contract.json lets this service publish only": keyof Scope["publishes"] });

type VersionsOf<Events, Event extends string> = Events extends unknown
  ? Event extends keyof Events
    ? Events[Event]
    : never
  : never;

/** The versions of an event that a service consumes; all of them if the contract does not say. */
export type ConsumedBy<Scope extends ServiceScope, Event extends string> = Scope extends ServiceScope
  ? Event extends keyof Scope["consumes"]
    ? Scope["consumes"][Event]
    : string
  : never;
