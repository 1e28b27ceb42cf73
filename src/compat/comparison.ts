import type { Writer } from "../contract/publisher-view.js";
import type { Json } from "../json/json.js";
import type { ExampleFailure } from "../validators/compile-task.js";
import type { Change } from "./diff/change.js";
import type { CompiledPart } from "./prove/witness-check.js";

/** The two questions about a change: new consumers and old messages, and old consumers and new messages. */
export type Direction = "backward" | "forward";

/** How two schemas are compared. */
export interface CompareOptions {
  /** By default both directions. */
  readonly mode?: Direction | "full";
  /** What publishers may send that their schema does not declare, unless its event says so; by default nothing (`closed`). */
  readonly writer?: Writer;
  /**
   * Milliseconds for each question; 1,000 by default. They are counted as steps, 1,000 for each, so that the answer does
   * not depend on the machine. All questions of a comparison together have five times that.
   */
  readonly budgetMs?: number;
  /** How much of a schema is compiled to check a message; by default what concerns it. No answer depends on it. */
  readonly compiledPart?: CompiledPart;
}

/** The answer to one question. */
export type Judgement =
  | { readonly verdict: "proved" }
  | {
      readonly verdict: "refuted";
      /** A message that one side sends and the other rejects. */
      readonly witness: Json;
      /** Where and why it is rejected. */
      readonly failures: readonly ExampleFailure[];
    }
  | { readonly verdict: "unknown"; readonly where: string; readonly reason: string };

/** One difference, with what it breaks on its own. */
export interface JudgedChange {
  readonly change: Change;
  readonly backward?: Judgement;
  readonly forward?: Judgement;
}

/** What a change of a schema does to consumers and publishers. */
export interface Comparison {
  /** Can updated consumers read what is still in the queues, and what old publishers send? */
  readonly backward?: Judgement;
  /** Can consumers that did not upgrade read what updated publishers send? */
  readonly forward?: Judgement;
  /** In the order of the new schema. */
  readonly changes: readonly JudgedChange[];
  /** Why there may be more changes than those. */
  readonly unfinished: string | undefined;
  /** What it took. */
  readonly steps: number;
}
