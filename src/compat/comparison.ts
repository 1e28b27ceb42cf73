import type { Writer } from "../contract/publisher-view.js";
import type { Json } from "../json/json.js";
import type { ExampleFailure } from "../validators/compile-task.js";
import type { Change } from "./diff/change.js";
import type { CompiledPart } from "./prove/witness-check.js";

/** The two questions about a change: new consumers with old messages, and old consumers with new messages. */
export type Direction = "backward" | "forward";

/** How two schemas are compared. */
export interface QuestionOptions {
  /** Default: both directions. */
  readonly mode?: Direction | "full";
  /**
   * What publishers may send that their schema does not declare; by default nothing (`closed`). An event's own setting
   * has precedence.
   */
  readonly writer?: Writer;
  /**
   * Milliseconds for each question; 1,000 by default. They are counted as steps, 1,000 per millisecond, so that the
   * answer does not depend on the machine. All questions of a comparison together have five times that.
   */
  readonly budgetMs?: number;
  /** How much of a schema is compiled to check a message; by default only the relevant part. It affects no answer. */
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

/** The effect of a schema change on consumers and publishers. */
export interface Comparison {
  /** Can updated consumers read what is still queued, and what old publishers send? */
  readonly backward?: Judgement;
  /** Can consumers that do not upgrade read what updated publishers send? */
  readonly forward?: Judgement;
  /** In the order of the new schema. */
  readonly changes: readonly JudgedChange[];
  /** Why there may be more changes than listed. */
  readonly unfinished: string | undefined;
  /** What the comparison cost. */
  readonly steps: number;
}
