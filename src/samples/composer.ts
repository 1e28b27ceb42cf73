import { canonicalText } from "../../runtime/validate/values.js";
import { instance, type SearchResult } from "../compat/prove/answer.js";
import type { Budget } from "../compat/prove/budget.js";
import { nodesInPlace } from "../compat/prove/evaluate.js";
import type { Finder } from "../compat/prove/finder.js";
import { type Goal, goalKey } from "../compat/prove/goal.js";
import { meets } from "../compat/prove/meets.js";
import type { Node } from "../compat/prove/node.js";
import type { Json } from "../json/json.js";
import { chosenGoal } from "./chosen-goal.js";
import { composeArray } from "./compose-array.js";
import { composeObject } from "./compose-object.js";
import type { Composing, Task } from "./composing.js";
import type { SamplePlace } from "./sample-place.js";
import { numbersFor, textsFor } from "./scalar-values.js";
import { type Draw, order, spread } from "./spread.js";

/** Levels below which values have only what they must have, and those below which the engine's own are taken. */
const RICH = 6;
const DEEPEST = 16;
/** Values of one sample from which on no more are added than there must be. */
const RICH_VALUES = 400;
/** Values of an enum, or examples, that are tried at one place. */
const MOST_TRIED = 50;

/** What a sample is made of besides its schema. */
export interface ComposerOptions extends Pick<Draw, "seed" | "sample"> {
  readonly tiredAt: number;
}

/**
 * Makes realistic instances of a goal. The engine finds an instance with as little as it can have; what is put in its
 * place or beside it is tried on the goal by the engine's exact evaluator, so that whatever is composed meets the goal.
 */
export class Composer implements Composing {
  readonly finder: Finder;
  readonly #budget: Budget;
  readonly #seed: number;
  readonly #sample: number;
  /** Steps after which the engine's own instances are taken, so that what was composed is not lost. */
  readonly #tiredAt: number;
  readonly #open = new Set<string>();
  #values = 0;

  constructor(finder: Finder, budget: Budget, { seed, sample, tiredAt }: ComposerOptions) {
    this.finder = finder;
    this.#budget = budget;
    this.#seed = seed;
    this.#sample = sample;
    this.#tiredAt = tiredAt;
  }

  readonly draw = ({ pointer, path, group, item }: SamplePlace, purpose: string): Draw => ({
    seed: this.#seed,
    sample: this.#sample,
    key: `${pointer} ${purpose}`,
    turn: { path, group, item },
  });

  readonly meets = (goal: Goal, value: Json): boolean => meets(goal, value, this.#budget);

  readonly compose = (goal: Goal, place: SamplePlace): SearchResult => {
    this.#budget.spend();
    this.#values += 1;
    const key = goalKey(goal);
    const isOpen = this.#open.has(key);
    if (place.depth > DEEPEST || this.#budget.spent > this.#tiredAt) return this.finder.find(goal);
    const isLean = isOpen || place.depth > RICH || this.#values > RICH_VALUES;
    const chosen = isLean ? goal : chosenGoal(goal, place, this.draw(place, ""), this.finder);
    const base = this.finder.find(chosen);
    if (base.kind !== "instance") return base;
    this.#open.add(key);
    const inside = nodesInPlace(chosen.valid, base.value, this.#budget);
    const composed = this.#value({ goal: chosen, inside, place, isLean }, base.value);
    if (!isOpen) this.#open.delete(key);
    return instance(composed);
  };

  #value(task: Task, base: Json): Json {
    const { goal, inside, place } = task;
    const example = this.#example(task);
    if (example !== undefined) return example;
    const listed = inside.flatMap(({ parts }) => parts).find((part) => part.kind === "enum");
    if (listed !== undefined) return this.#oneOf(listed.values, goal, place) ?? base;
    if (base === null) return base;
    if (Array.isArray(base)) return composeArray(base as Json[], task, this);
    switch (typeof base) {
      case "object":
        return composeObject(base as { readonly [name: string]: Json }, task, this);
      case "string":
        return this.#first(textsFor(inside, place, this.draw(place, "text"), this.#budget), goal) ?? base;
      case "number":
        return this.#first(numbersFor(inside, place, this.draw(place, "number")), goal) ?? base;
      default:
        return this.#oneOf([true, false], goal, place) ?? base;
    }
  }

  /** A value that the schemas' authors gave, where it fits; scalars are given again after the last one. */
  #example({ goal, inside, place }: Task): Json | undefined {
    const all = inside.flatMap(({ samples }) => samples).filter((value) => !isEmpty(value));
    const distinct = [...new Map(all.map((value) => [canonicalText(value), value])).values()];
    const values = distinct.slice(0, MOST_TRIED).filter((value) => this.meets(goal, value));
    if (values.length === 0) return undefined;
    const isGivenOnce = values.every((value) => typeof value !== "string") || hasVariedFormat(inside);
    if (isGivenOnce && this.#sample >= values.length) return undefined;
    return values[isGivenOnce ? this.#sample : spread(this.draw(place, "example"), values.length)];
  }

  #oneOf(values: readonly Json[], goal: Goal, place: SamplePlace): Json | undefined {
    const indices = order(this.draw(place, "listed"), values.length, MOST_TRIED);
    return indices.map((index) => values[index] as Json).find((value) => this.meets(goal, value));
  }

  #first(values: Iterable<Json>, goal: Goal): Json | undefined {
    for (const value of values) if (this.meets(goal, value)) return value;
    return undefined;
  }
}

/** A default such as `""` or `[]`, which shows nothing. */
function isEmpty(value: Json): boolean {
  return value === null || value === "" || (typeof value === "object" && Object.keys(value).length === 0);
}

const varied: ReadonlySet<string> = new Set(["uuid", "date-time", "date", "time"]);

/** Whether a format is of texts of which no two messages have the same. */
function hasVariedFormat(nodes: readonly Node[]): boolean {
  return nodes.some(({ parts }) => parts.some((part) => part.kind === "format" && varied.has(part.format)));
}
