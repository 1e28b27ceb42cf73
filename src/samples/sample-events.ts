import { canonicalText } from "../../runtime/validate/values.js";
import { unsafeInteger } from "../../runtime/wire/unsafe-integer.js";
import { Budget, undecided } from "../compat/prove/budget.js";
import { meets } from "../compat/prove/meets.js";
import type { Contract, EventSchema } from "../contract/contract.js";
import type { MessageRole } from "../contract/message-role.js";
import type { Json } from "../json/json.js";
import { restartPatternWork } from "../patterns/pattern-work.js";
import { compileQuickly } from "../validators/compile-quickly.js";
import { failuresOf } from "../validators/compile-task.js";
import type { CompiledValidator } from "../validators/compiled-validator.js";
import { Composer } from "./composer.js";
import { sampleRoot } from "./sample-place.js";
import type { SampledEvents } from "./sampled-events.js";
import { sentForm, type VersionForms, versionForms } from "./version-forms.js";

/** How samples are made. */
export interface SampleOptions {
  /** How many; default 1. */
  readonly count?: number;
  /** A whole number; another one gives other samples. Default 1. */
  readonly seed?: number;
  /** Whose rules they follow: a publisher sends no undeclared properties either (the default). */
  readonly as?: MessageRole;
}

/**
 * Valid, realistic events: the version's own examples first (`examples/vN/valid`, then those of its schema), then ones
 * that are made, of which the first has every optional property. Where a schema leaves no choice, samples are equal.
 */
export function sampleEvents(
  version: EventSchema,
  contract: Pick<Contract, "definitions">,
  { count = 1, seed = 1, as = "publisher" }: SampleOptions = {},
): SampledEvents {
  restartPatternWork();
  try {
    const given = givenEvents(version, contract, { count, as });
    // with enough of those there is nothing to search for
    if (given.length >= count) return { kind: "samples", samples: given };
    const forms = versionForms(version, contract, as);
    if ("kind" in forms) return forms;
    return new Sampling(version, forms, { seed, as }).samples(count);
  } catch (error) {
    return { kind: "unknown", where: version.location, why: undecided(error) };
  }
}

/** Milliseconds of a usual machine for one sample, counted as steps. */
const SAMPLE_MS = 300;
/** Steps of them after which nothing more is composed. */
const TIRED_AT = SAMPLE_MS * 500;
/** Steps of all samples together, and for each one more, after which the engine's own instance is given. */
const TOGETHER = 1_500_000;
const EACH_MORE = 30_000;
/** Samples that are made in place of one that was there before, each of another seed. */
const AGAIN = 2;

/** Makes the samples of one version. */
export class Sampling {
  readonly #version: EventSchema;
  readonly #forms: VersionForms;
  readonly #options: Required<Omit<SampleOptions, "count">>;

  constructor(version: EventSchema, forms: VersionForms, options: Required<Omit<SampleOptions, "count">>) {
    this.#version = version;
    this.#forms = forms;
    this.#options = options;
  }

  samples(count: number): SampledEvents {
    const examples = this.#examples();
    const seen = new Set(examples.map(canonicalText));
    const samples = examples.slice(0, count);
    for (let sample = 0; samples.length < count; sample += 1) {
      const next = this.#unlike(seen, sample);
      if (next === undefined) return { kind: "unknown", where: this.#version.location, why: this.#refusal() };
      seen.add(canonicalText(next));
      samples.push(next);
    }
    return { kind: "samples", samples };
  }

  /** A sample that was not there before, if that can be. */
  #unlike(seen: ReadonlySet<string>, sample: number): Json | undefined {
    let first: Json | undefined;
    for (let again = 0; again <= AGAIN; again += 1) {
      const made = this.made(sample, this.#options.seed + again * 1_000_003);
      if (made !== undefined && !seen.has(canonicalText(made))) return made;
      first ??= made;
    }
    return first;
  }

  /** A sample that ajv takes; the engine's own instance where what was composed is too much work. */
  made(sample: number, seed: number): Json | undefined {
    const { base } = this.#forms;
    const composed = this.#composed(sample, seed);
    return [composed, base].find((value) => value !== undefined && this.#isValid(value));
  }

  #composed(sample: number, seed: number): Json | undefined {
    const { solver, all, goal } = this.#forms;
    if (all.spent > TOGETHER + EACH_MORE * sample || all.over !== undefined) return undefined;
    const budget = new Budget(SAMPLE_MS, all);
    solver.budget = budget;
    solver.table.meter = budget;
    try {
      const answer = new Composer(solver, budget, { seed, sample, tiredAt: TIRED_AT }).compose(
        goal,
        sampleRoot(this.#version.event),
      );
      return answer.kind === "instance" && meets(goal, answer.value, budget) ? answer.value : undefined;
    } catch (error) {
      undecided(error);
      return undefined;
    }
  }

  /** Events that the version's authors gave, and that are valid. */
  #examples(): readonly Json[] {
    const own = this.#forms.readerNode.samples.filter((value) => typeof value === "object");
    return distinct([...validFiles(this.#version), ...own]).filter((value) => this.#isValid(value));
  }

  /** Why the engine's own instance is none. */
  #refusal(): string {
    const { base } = this.#forms;
    const unsafe = stopping(base, this.#options.as);
    return unsafe === undefined
      ? `the event ${shown(base)} was found, but validators disagree about it`
      : `it needs an integer such as ${unsafe}, which JavaScript cannot distinguish from adjacent integers`;
  }

  #isValid(value: Json): boolean {
    return isValid(value, this.#forms.validate, this.#options.as);
  }
}

/** The first `count` distinct valid events that are files beside the version; these need no search. */
function givenEvents(
  version: EventSchema,
  { definitions }: Pick<Contract, "definitions">,
  { count, as }: Pick<Required<SampleOptions>, "count" | "as">,
): readonly Json[] {
  const files = validFiles(version);
  if (files.length === 0) return [];
  const validate = compileQuickly(sentForm(version, definitions, as));
  const given = new Map<string, Json>();
  for (const value of files) {
    if (given.size >= count) break;
    if (isValid(value, validate, as)) given.set(canonicalText(value), value);
  }
  return [...given.values()];
}

function validFiles({ examples }: EventSchema): readonly Json[] {
  return examples.flatMap(({ source, valid }) => (valid ? [source.value] : []));
}

function distinct(values: readonly Json[]): readonly Json[] {
  return [...new Map(values.map((value) => [canonicalText(value), value])).values()];
}

function isValid(value: Json, validate: CompiledValidator, as: MessageRole): boolean {
  return stopping(value, as) === undefined && failuresOf(validate, value).length === 0;
}

/** An integer by which a publisher is stopped, whatever the schema says. */
function stopping(value: Json, as: MessageRole): string | undefined {
  return as === "publisher" ? unsafeInteger(JSON.stringify(value))?.text : undefined;
}

function shown(value: Json): string {
  const text = JSON.stringify(value);
  return text.length > 300 ? `${text.slice(0, 300)}…` : text;
}
