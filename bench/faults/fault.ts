import type { FaultProxy } from "../../test/support/fault-proxy.js";
import type { Operator } from "./operator.js";
import type { Site } from "./site.js";
import type { Subject } from "./subject.js";

/** One row of the table: a fault, the rule by which a client passes it, and how it is brought about. */
export interface Fault {
  readonly title: string;
  /** When a cell gets its ✓. A process that crashes never does. */
  readonly rule: string;
  /** Default 10, for all clients alike. */
  readonly prefetch?: number;
  /** Plays it with one client and says what was seen. Rejects when nothing could be measured. */
  play(place: Place): Promise<Verdict>;
}

/** What a trial has to itself. */
export interface Place {
  readonly site: Site;
  readonly proxy: FaultProxy;
  readonly operator: Operator;
  readonly subject: Subject;
  /** A second process with the same client, a second proxy and names of its own. */
  another(): Promise<Place>;
}

/** What was seen, in a few words, and whether that is what the rule asks for. */
export interface Verdict {
  readonly passed: boolean;
  readonly text: string;
}
