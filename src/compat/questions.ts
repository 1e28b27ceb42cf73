import { type Bundle, readerBundle } from "../contract/bundle.js";
import { writerBundle } from "../contract/close-schema.js";
import type { LoadedSchema } from "../contract/load-schema.js";
import { defaultWriter } from "../contract/publisher-view.js";
import type { Json } from "../json/json.js";
import type { Direction, Judgement, QuestionOptions } from "./comparison.js";
import type { Change } from "./diff/change.js";
import { editsOf, merged } from "./diff/change-edits.js";
import { type Edit, edited } from "./diff/edit.js";
import { type Walk, type WalkedSchema, walkChanges } from "./diff/walk-changes.js";
import { invalid, type NodeItem, valid } from "./prove/atom.js";
import { Budget, undecided } from "./prove/budget.js";
import { fittingFailures } from "./prove/fitting-failures.js";
import type { Form, Written } from "./prove/form.js";
import { type Goal, goalOf } from "./prove/goal.js";
import { meets } from "./prove/meets.js";
import { SchemaTexts } from "./prove/node-key.js";
import { NodeTable } from "./prove/node-table.js";
import { shortenWitness } from "./prove/shorten-witness.js";
import { Solver } from "./prove/solver.js";
import { WitnessCheck } from "./prove/witness-check.js";

/** Failures that are listed of one message. */
const LISTED = 20;

/** Budgets of one question that all questions of a comparison have. */
const ALL_TOGETHER = 5;
/** Milliseconds for reading both schemas and listing what differs, counted as steps; no budget is too small for that. */
const LISTING_MS = 4_000;

/** The questions of one comparison, which share all that was found. */
export class Questions {
  readonly #table = new NodeTable();
  readonly #options: QuestionOptions;
  readonly #written = new Map<LoadedSchema, Written>();
  readonly #listing: Budget;
  readonly #all: Budget;
  #solver: Solver | undefined;

  constructor(options: QuestionOptions) {
    this.#options = options;
    this.#listing = new Budget(LISTING_MS);
    this.#all = new Budget(ALL_TOGETHER * this.#budgetMs);
  }

  /** Steps that all of it took. */
  get steps(): number {
    return this.#listing.spent + this.#all.spent;
  }

  get #budgetMs(): number {
    return this.#options.budgetMs ?? 1_000;
  }

  /** Every difference between the two, and whether both say the same for all that. */
  changes(before: LoadedSchema, after: LoadedSchema): Walk & { readonly isSame: boolean } {
    this.#table.meter = this.#listing;
    try {
      const [old, now] = [this.#asWritten(before), this.#asWritten(after)];
      const walked = (schema: LoadedSchema, { bundle }: Written): WalkedSchema => {
        this.#listing.spend(10 * bundle.definitions.size);
        return { ...schema, textOf: new SchemaTexts(bundle).of };
      };
      const walk = walkChanges(walked(before, old), walked(after, now), this.#listing);
      return { ...walk, isSame: old.node === now.node };
    } catch (error) {
      return { changes: [], unfinished: undecided(error), isSame: false };
    }
  }

  /** What the one side sends and the other reads; why there is no answer, where that takes too long to say. */
  forms(writer: LoadedSchema, reader: LoadedSchema): readonly [Form, Form] | Judgement {
    this.#table.meter = this.#listing;
    try {
      return [this.#writer(writer), this.#reader(reader)];
    } catch (error) {
      return { verdict: "unknown", where: "", reason: undecided(error) };
    }
  }

  /** What publishers send by this schema. */
  #writer(schema: LoadedSchema): Form {
    const written = this.#asWritten(schema);
    const { location, definitions, writer = this.#options.writer ?? defaultWriter } = schema;
    if (writer === "as-written") return { node: written.node, written };
    const closed = writerBundle(location, definitions, {
      writer,
      unions: "alternatives",
      work: this.#listing,
    });
    return { node: this.#table.add(closed), written };
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
    const written = {
      node: this.#table.add(bundle),
      bundle,
      check: new WitnessCheck(bundle, this.#options.compiledPart),
    };
    this.#written.set(schema, written);
    return written;
  }

  /**
   * Does this change break something on its own? The best proof is a message that would be accepted if only this were as before;
   * where other changes reject every message, one that would be rejected if only this were changed.
   */
  because(
    change: Change,
    direction: Direction,
    [writer, reader]: readonly [LoadedSchema, LoadedSchema],
    [narrower, wider]: readonly [Form, Form],
  ): Judgement {
    const budget = this.#nextBudget();
    if (!(budget instanceof Budget)) return budget;
    const withEdits = (schema: LoadedSchema, other: LoadedSchema, edits: readonly Edit[]): Bundle => {
      const spend = (steps: number): void => budget.spend(steps);
      const definitions = edited(merged(schema, other), edits, spend);
      return readerBundle(schema.location, definitions);
    };
    const { undo, redo } = editsOf(change);
    const [mending, breaking] = direction === "backward" ? [undo, redo] : [redo, undo];
    try {
      const mendedNode = this.#table.add(withEdits(reader, writer, mending));
      const mended = this.#ask(narrower, wider, [valid(mendedNode)], budget);
      if (mended.verdict === "refuted") return mended;
      const again = this.#nextBudget();
      if (!(again instanceof Budget)) return mended;
      const alone = this.#table.add(withEdits(writer, reader, breaking));
      const broken = this.#ask(narrower, wider, [invalid(alone)], again);
      if (broken.verdict !== "refuted") return broken.verdict === "proved" ? mended : broken;
      // other changes may break the message, too: shown is what fails when this one is made alone
      const { failures, witness } = broken;
      return { ...broken, failures: fittingFailures(failures, alone, witness, again) };
    } catch (error) {
      return { verdict: "unknown", where: "", reason: undecided(error) };
    }
  }

  /** The budget of the next question; why there is none, when all is used up. */
  #nextBudget(): Budget | Judgement {
    const { over } = this.#all;
    if (over !== undefined) return { verdict: "unknown", where: "", reason: over };
    const budget = new Budget(this.#budgetMs, this.#all);
    this.#table.meter = budget;
    return budget;
  }

  /** Is every message that `narrower` takes valid under `wider`? */
  ask(narrower: Form, wider: Form): Judgement {
    const budget = this.#nextBudget();
    return budget instanceof Budget ? this.#ask(narrower, wider, [], budget) : budget;
  }

  /** The same of those messages that are as `also` says. */
  #ask(narrower: Form, wider: Form, also: readonly NodeItem[], budget: Budget): Judgement {
    const goal = goalOf([valid(narrower.node), invalid(wider.node), ...also]);
    this.#solver ??= new Solver(this.#table, budget);
    this.#solver.budget = budget;
    try {
      const answer = this.#solver.find(goal);
      if (answer.kind === "none") return { verdict: "proved" };
      if (answer.kind === "unknown") return { verdict: "unknown", where: answer.where, reason: answer.why };
      const witness = this.#shortened(answer.value, goal, budget);
      return this.#verified(witness, goal, [narrower, wider], budget);
    } catch (error) {
      return { verdict: "unknown", where: "", reason: undecided(error) };
    }
  }

  #shortened(witness: Json, goal: Goal, budget: Budget): Json {
    const isWitness = (value: Json): boolean => {
      try {
        return meets(goal, value, budget);
      } catch (error) {
        // a longer witness is one, too
        undecided(error);
        return false;
      }
    };
    return shortenWitness(witness, isWitness);
  }

  /**
   * A witness is shown only when ajv says of both schemas, as they are written, what this engine says; of the writer's
   * closed form, which accepts less, the engine's own exact evaluator says it.
   */
  #verified(witness: Json, goal: Goal, [narrower, wider]: readonly [Form, Form], budget: Budget): Judgement {
    const failures = wider.written.check.failures(witness, budget);
    const isValid = narrower.written.check.failures(witness, budget).length === 0;
    if (isValid && failures.length > 0 && meets(goal, witness, budget)) {
      const fitting = fittingFailures(failures, wider.written.node, witness, budget);
      return { verdict: "refuted", witness, failures: fitting.slice(0, LISTED) };
    }
    const reason = `the message ${JSON.stringify(witness)} was found, but validators disagree about it`;
    return { verdict: "unknown", where: "", reason };
  }
}
