import type { Failure } from "../../runtime/contract/event-version.js";
import { distinctFailures } from "../../runtime/validate/validator.js";
import { edited } from "../compat/diff/edit.js";
import { sourcePlace } from "../compat/diff/source-pointer.js";
import { invalid, valid } from "../compat/prove/atom.js";
import { Budget, BudgetExceeded, undecided } from "../compat/prove/budget.js";
import { type Goal, goalOf } from "../compat/prove/goal.js";
import { meets } from "../compat/prove/meets.js";
import { WitnessCheck } from "../compat/prove/witness-check.js";
import { type Bundle, readerBundle } from "../contract/bundle.js";
import { writerBundle } from "../contract/close-schema.js";
import type { Contract, EventVersion } from "../contract/contract.js";
import type { Json } from "../json/json.js";
import { joinPointer } from "../json/pointer.js";
import { restartPatternWork } from "../patterns/pattern-work.js";
import { compileQuickly } from "../validators/compile-quickly.js";
import type { CompiledValidator } from "../validators/compiled-validator.js";
import { type Breakable, breakableKeywords } from "./breakable-keywords.js";
import { type SampleOptions, Sampling } from "./sample-events.js";
import type { SampledEvents } from "./sampled-events.js";
import { spliced } from "./splice.js";
import { type VersionForms, versionForms } from "./version-forms.js";

/** An event that is invalid because of one keyword, and would be valid without it. */
export interface InvalidSample {
  readonly event: Json;
  readonly keyword: string;
  /** Where the keyword stands, `path#pointer`. */
  readonly schema: string;
  /** JSON Pointer to the value that fails. */
  readonly pointer: string;
  /** Why, such as `must be integer`. */
  readonly message: string;
}

/** A keyword for which no event was found that breaks it alone. */
export interface Unbroken {
  readonly keyword: string;
  /** Where it stands, `path#pointer`. */
  readonly schema: string;
  readonly why: string;
}

/** Invalid events of a version, or why there are none. */
export type InvalidEvents =
  | {
      readonly kind: "samples";
      readonly samples: readonly InvalidSample[];
      readonly unbroken: readonly Unbroken[];
    }
  | Exclude<SampledEvents, { readonly kind: "samples" }>;

/**
 * Events that consumers reject, each for one keyword of the schema; what else there is in them is valid, and as a
 * publisher sends it. Each was refused by ajv at the place that it names, and accepted without the keyword. `count`
 * limits how many; by default one for each keyword, of `required` for each name.
 */
export function invalidEvents(
  version: EventVersion,
  contract: Pick<Contract, "definitions">,
  { count = Number.POSITIVE_INFINITY, seed = 1 }: Omit<SampleOptions, "as"> = {},
): InvalidEvents {
  restartPatternWork();
  try {
    const forms = versionForms(version, contract, "publisher");
    return "kind" in forms ? forms : new Breaking(version, contract, forms, seed).samples(count);
  } catch (error) {
    return { kind: "unknown", where: version.location, why: undecided(error) };
  }
}

/** Milliseconds of a usual machine for each keyword, counted as steps. */
const KEYWORD_MS = 500;
/** Steps of all keywords together, after which the others are left out. */
const TOGETHER = 3_000_000;
/** Valid samples that are tried to be broken at one place: of a union each has another alternative. */
const RICH = 6;

class Breaking {
  readonly #version: EventVersion;
  readonly #contract: Pick<Contract, "definitions">;
  readonly #forms: VersionForms;
  readonly #rich: readonly Json[];
  readonly #validate: CompiledValidator;

  constructor(
    version: EventVersion,
    contract: Pick<Contract, "definitions">,
    forms: VersionForms,
    seed: number,
  ) {
    this.#version = version;
    this.#contract = contract;
    this.#forms = forms;
    const sampling = new Sampling(version, forms, { seed, as: "publisher" });
    const made = Array.from({ length: RICH }, (_, sample) => sampling.made(sample, seed));
    this.#rich = made.flatMap((each) => each ?? []);
    this.#validate = compileQuickly(forms.reader);
  }

  samples(count: number): InvalidEvents {
    const samples: InvalidSample[] = [];
    const unbroken: Unbroken[] = [];
    for (const breakable of breakableKeywords(this.#version.location, this.#contract.definitions)) {
      if (samples.length >= count) break;
      const { keyword } = breakable;
      const schema = this.#placeOf(breakable);
      const broken = this.#broken(breakable);
      if ("why" in broken) unbroken.push({ keyword, schema, why: broken.why });
      else samples.push({ ...broken, keyword, schema });
    }
    return { kind: "samples", samples, unbroken };
  }

  #broken(
    breakable: Breakable,
  ): Pick<InvalidSample, "event" | "pointer" | "message"> | Pick<Unbroken, "why"> {
    const { solver, all } = this.#forms;
    try {
      if (all.spent > TOGETHER)
        throw new BudgetExceeded(`all keywords together take more than ${TOGETHER / 1e6} million steps`);
      const budget = new Budget(KEYWORD_MS, all);
      solver.budget = budget;
      solver.table.meter = budget;
      const without = this.#without(breakable, budget);
      const goal = goalOf([valid(solver.table.add(without)), invalid(this.#forms.readerNode)]);
      const answer = solver.find(goal);
      if (answer.kind === "none") return { why: "the rest of the schema requires the same" };
      if (answer.kind === "unknown") return { why: answer.why };
      return this.#explained(answer.value, goal, breakable, new WitnessCheck(without), budget);
    } catch (error) {
      return { why: undecided(error) };
    }
  }

  /** What publishers would send if the keyword were not there. */
  #without({ edits, keyword }: Breakable, budget: Budget): Bundle {
    const { location, writer } = this.#version;
    const definitions = edited(this.#contract.definitions, edits, (steps) => budget.spend(steps));
    // `true` in place of `false` is meant for this publisher
    const isRefusal = keyword === "additionalProperties" || keyword === "unevaluatedProperties";
    const allowed = isRefusal && writer === "declared-only" ? "closed" : writer;
    if (allowed === "as-written") return readerBundle(location, definitions);
    return writerBundle(location, definitions, { writer: allowed, unions: "alternatives", work: budget });
  }

  #explained(
    least: Json,
    goal: Goal,
    breakable: Breakable,
    without: WitnessCheck,
    budget: Budget,
  ): Pick<InvalidSample, "event" | "pointer" | "message"> | Pick<Unbroken, "why"> {
    const failure = this.#failure(least, breakable);
    if (failure === undefined) return { why: "validators disagree about it" };
    const { path: pointer } = failure;
    for (const event of [...this.#candidates(least, pointer, breakable.name, budget), least]) {
      const found = meets(goal, event, budget) ? this.#failure(event, breakable) : undefined;
      if (found === undefined || without.failures(event, budget).length > 0) continue;
      return { event, pointer: found.path, message: found.message };
    }
    return { why: "validators disagree about it" };
  }

  *#candidates(least: Json, pointer: string, missing: string | undefined, budget: Budget): Generator<Json> {
    for (const rich of this.#rich) {
      for (const event of spliced(rich, least, pointer, missing)) {
        budget.spend();
        yield event;
      }
    }
  }

  /** The failure that ajv reports for a keyword, or the first one where it reports that of a union around it. */
  #failure(event: Json, { keyword, name }: Breakable): Failure | undefined {
    if (this.#validate(event)) return undefined;
    const failures = distinctFailures(this.#validate.errors ?? []);
    const names = reportedAs[keyword] ?? [keyword];
    const own = failures.filter((each) => names.includes(each.keyword));
    const named =
      name === undefined ? undefined : own.find(({ message }) => message.includes(JSON.stringify(name)));
    return named ?? own[0] ?? failures[0];
  }

  #placeOf({ location, path }: Breakable): string {
    const { source } = this.#version;
    const { definitions } = this.#contract;
    const definition = definitions.get(location);
    if (definition === undefined || definition.path === source.path) {
      const place = { location, path, payload: undefined };
      const { file, pointer } = sourcePlace({ definitions, source, location }, place, () => undefined);
      return `${file}#${pointer}`;
    }
    return `${definition.path}#${path.reduce<string>(joinPointer, definition.pointer)}`;
  }
}

/** What validators call the failures of keywords, where it is not the keyword. */
const reportedAs: Readonly<Record<string, readonly string[]>> = {
  uniqueItems: ["distinctItems"],
  minContains: ["contains"],
  maxContains: ["contains"],
  properties: ["false schema"],
  patternProperties: ["false schema"],
  prefixItems: ["false schema"],
  items: ["items", "false schema"],
  additionalProperties: ["additionalProperties", "false schema"],
  unevaluatedProperties: ["unevaluatedProperties", "false schema"],
  unevaluatedItems: ["unevaluatedItems", "false schema"],
  enum: ["enum", "const"],
  const: ["const", "enum"],
};
