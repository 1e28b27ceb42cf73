import { readerBundle } from "../contract/bundle.js";
import { writerBundle } from "../contract/close-schema.js";
import type { Json } from "../contract/json.js";
import type { LoadedSchema } from "../contract/load-schema.js";
import type { Writer } from "../contract/publisher-view.js";
import type { ExampleFailure } from "../validators/compile-task.js";
import { invalid, type NodeItem, valid } from "./atom.js";
import { Budget, undecided } from "./budget.js";
import type { Change } from "./change.js";
import { type Edit, edited } from "./edit.js";
import { type Goal, goalOf } from "./goal.js";
import { meets } from "./meets.js";
import type { Node } from "./node.js";
import { NodeTable } from "./node-table.js";
import { Solver } from "./solver.js";
import { walkChanges } from "./walk-changes.js";
import { WitnessCheck } from "./witness-check.js";

/** The two questions about a change: new consumers and old messages, and old consumers and new messages. */
export type Direction = "backward" | "forward";

/** How two schemas are compared. */
export interface CompareOptions {
  /** By default both directions. */
  readonly mode?: Direction | "full";
  /** What publishers may send that their schema does not declare, unless its event says so; by default nothing (`closed`). */
  readonly writer?: Writer;
  /** Milliseconds for each question; 1,000 by default. All questions of a comparison together have five times that. */
  readonly budgetMs?: number;
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

/** One difference, with what it breaks by itself. */
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
}

/**
 * Compares two versions of a schema as a whole, and finds for each difference a message that fails because of that
 * difference alone: it would be accepted if only this one thing were as on the other side.
 */
export function compareSchemas(
  before: LoadedSchema,
  after: LoadedSchema,
  options: CompareOptions = {},
): Comparison {
  const { mode = "full" } = options;
  const changes = walkChanges(before, after);
  const questions = new Questions(options);
  const judged: { change: Change; backward?: Judgement; forward?: Judgement }[] = changes.map((change) => ({
    change,
  }));
  const comparison: { backward?: Judgement; forward?: Judgement } = {};
  for (const direction of ["backward", "forward"] as const) {
    if (mode !== "full" && mode !== direction) continue;
    const [writer, reader] = direction === "backward" ? [before, after] : [after, before];
    const forms = questions.forms(writer, reader);
    const overall = "verdict" in forms ? forms : questions.ask(...forms);
    comparison[direction] = overall;
    for (const each of judged) {
      // what breaks nothing together breaks nothing alone
      const isSettled = overall.verdict === "proved" || "verdict" in forms;
      each[direction] = isSettled
        ? overall
        : questions.because(each.change, direction, [writer, reader], forms);
    }
    // what shows that one change breaks shows it of the whole
    if (overall.verdict === "unknown")
      comparison[direction] = judged.map((each) => each[direction]).find(isRefuted) ?? overall;
  }
  return { ...comparison, changes: judged };
}

function isRefuted(
  judgement: Judgement | undefined,
): judgement is Extract<Judgement, { verdict: "refuted" }> {
  return judgement?.verdict === "refuted";
}

/** Whether something is broken or unknown that no change of its own explains. */
export function unexplained(comparison: Comparison, direction: Direction): Judgement | undefined {
  const overall = comparison[direction];
  if (overall === undefined || overall.verdict === "proved") return undefined;
  const isExplained = comparison.changes.some((each) => each[direction]?.verdict === overall.verdict);
  return isExplained ? undefined : overall;
}

/** An edited schema may hold a part of the other one, with its references. */
function merged(first: LoadedSchema, second: LoadedSchema): LoadedSchema["definitions"] {
  return new Map([...second.definitions, ...first.definitions]);
}

/** A schema in one of its forms, and as it is written. */
interface Form {
  readonly node: Node;
  readonly written: Written;
}

/** A schema as it is written: what ajv says of it, and the engine. */
interface Written {
  readonly node: Node;
  readonly check: WitnessCheck;
}

/** Budgets of one question that all questions of a comparison have. */
const ALL_TOGETHER = 5;

/** The questions of one comparison, which share all that was found. */
class Questions {
  readonly #started = performance.now();
  readonly #table = new NodeTable();
  readonly #options: CompareOptions;
  readonly #written = new Map<LoadedSchema, Written>();
  #solver: Solver | undefined;

  constructor(options: CompareOptions) {
    this.#options = options;
  }

  /** What the one side sends and the other reads; why there is no answer, where that takes too long to say. */
  forms(writer: LoadedSchema, reader: LoadedSchema): readonly [Form, Form] | Judgement {
    try {
      return [this.#writer(writer), this.#reader(reader)];
    } catch (error) {
      const { budgetMs = 1_000 } = this.#options;
      return { verdict: "unknown", where: "", reason: undecided(error, budgetMs) };
    }
  }

  /** What publishers send by this schema. */
  #writer(schema: LoadedSchema): Form {
    const written = this.#asWritten(schema);
    const { location, definitions, writer = this.#options.writer } = schema;
    if (writer === "as-written") return { node: written.node, written };
    return { node: this.#table.add(writerBundle(location, definitions, writer)), written };
  }

  /** What consumers read by this schema. */
  #reader(schema: LoadedSchema): Form {
    const written = this.#asWritten(schema);
    return { node: written.node, written };
  }

  #asWritten(schema: LoadedSchema): Written {
    const known = this.#written.get(schema);
    if (known !== undefined) return known;
    const bundle = readerBundle(schema.location, schema.definitions);
    const written = { node: this.#table.add(bundle), check: new WitnessCheck(bundle) };
    this.#written.set(schema, written);
    return written;
  }

  /**
   * Does this change break something by itself? Best is a message that would be accepted if only this were as before;
   * where other changes reject every message, one that would be rejected if only this were changed.
   */
  because(
    { undo, redo }: Change,
    direction: Direction,
    [writer, reader]: readonly [LoadedSchema, LoadedSchema],
    [narrower, wider]: readonly [Form, Form],
  ): Judgement {
    if (this.#isOver()) return this.#over();
    const withEdit = (schema: LoadedSchema, other: LoadedSchema, edit: Edit): Node =>
      this.#table.add(readerBundle(schema.location, edited(merged(schema, other), edit)));
    const [mending, breaking] = direction === "backward" ? [undo, redo] : [redo, undo];
    const mended = this.ask(narrower, wider, [valid(withEdit(reader, writer, mending))]);
    if (mended.verdict === "refuted") return mended;
    const broken = this.ask(narrower, wider, [invalid(withEdit(writer, reader, breaking))]);
    return broken.verdict === "proved" ? mended : broken;
  }

  get #totalMs(): number {
    return ALL_TOGETHER * (this.#options.budgetMs ?? 1_000);
  }

  #isOver(): boolean {
    return performance.now() - this.#started > this.#totalMs;
  }

  #over(): Judgement {
    return {
      verdict: "unknown",
      where: "",
      reason: `all questions together take more than ${this.#totalMs} ms`,
    };
  }

  /** Is every message that `narrower` takes valid under `wider`, among those that are as `also` says? */
  ask(narrower: Form, wider: Form, also: readonly NodeItem[] = []): Judgement {
    const { budgetMs = 1_000 } = this.#options;
    if (this.#isOver()) return this.#over();
    const goal = goalOf([valid(narrower.node), invalid(wider.node), ...also]);
    const budget = new Budget(budgetMs, performance.now());
    this.#solver ??= new Solver(this.#table, budget);
    this.#solver.budget = budget;
    try {
      const answer = this.#solver.find(goal);
      if (answer.kind === "none") return { verdict: "proved" };
      if (answer.kind === "unknown") return { verdict: "unknown", where: answer.where, reason: answer.why };
      return this.#verified(answer.value, goal, narrower, wider);
    } catch (error) {
      return { verdict: "unknown", where: "", reason: undecided(error, budgetMs) };
    }
  }

  /**
   * A witness is shown only when ajv says of both schemas, as they are written, what this engine says; of the writer's
   * closed form, which accepts less, the engine's own exact evaluator says it.
   */
  #verified(witness: Json, goal: Goal, narrower: Form, wider: Form): Judgement {
    const failures = wider.written.check.failures(witness);
    const isValid = narrower.written.check.failures(witness).length === 0;
    if (isValid && failures.length > 0 && meets(goal, witness))
      return { verdict: "refuted", witness, failures };
    const reason = `the message ${JSON.stringify(witness)} was found, and validators disagree about it`;
    return { verdict: "unknown", where: "", reason };
  }
}
