import type { LoadedSchema } from "../contract/load-schema.js";
import type { Comparison, Direction, Judgement, QuestionOptions } from "./comparison.js";
import type { Change } from "./diff/change.js";
import { OneSided } from "./diff/one-sided.js";
import { Questions } from "./questions.js";
import { haveSameRounded, roundedReason, roundingOf } from "./rounded-answers.js";

export type { Comparison, Direction, JudgedChange, Judgement, QuestionOptions } from "./comparison.js";

/**
 * Compares two versions of a schema as a whole, and finds for each difference a message that fails because of that
 * difference alone: it would be accepted if only this one thing were as on the other side.
 */
export function compareSchemas(
  before: LoadedSchema,
  after: LoadedSchema,
  options: QuestionOptions = {},
): Comparison {
  const { mode = "full" } = options;
  const directions = (["backward", "forward"] as const).filter((each) => mode === "full" || mode === each);
  const questions = new Questions(options);
  const { changes, unfinished, isSame } = questions.changes(before, after);
  const rounding = isSame && haveSameRounded(before, after) ? undefined : roundingOf(before, after);
  const trusted = (judgement: Judgement): Judgement => {
    const witness = judgement.verdict === "refuted" ? judgement.witness : null;
    const number = rounding?.misleading ?? rounding?.misleadingFor(witness);
    return number === undefined || judgement.verdict === "unknown"
      ? judgement
      : { verdict: "unknown", where: "", reason: roundedReason(number) };
  };
  const judged: { change: Change; backward?: Judgement; forward?: Judgement }[] = changes.map((change) => ({
    change,
  }));
  const sided = new OneSided(before, after);
  const comparison: { backward?: Judgement; forward?: Judgement } = {};
  for (const direction of directions) {
    const [writer, reader] = direction === "backward" ? [before, after] : [after, before];
    // of what says the same, publishers send no more than what it says
    const forms = isSame ? proved : questions.forms(writer, reader);
    // of what says the same, publishers send no more than what it says
    const overall = trusted("verdict" in forms ? forms : questions.ask(...forms));
    comparison[direction] = overall;
    // what breaks nothing together breaks nothing alone, and a single change is all that there is
    const isOne = changes.length === 1 && unfinished === undefined;
    const isSettled = isOne || overall.verdict === "proved" || "verdict" in forms;
    const harmless = direction === "backward" ? "widens" : "narrows";
    for (const each of judged) {
      if (isSettled) each[direction] = overall;
      else if (sided.effectOf(each.change) === harmless) each[direction] = trusted(proved);
      else each[direction] = trusted(questions.because(each.change, direction, [writer, reader], forms));
    }
    // what shows that one change breaks shows it of the whole
    if (overall.verdict === "unknown")
      comparison[direction] = judged.map((each) => each[direction]).find(isRefuted) ?? overall;
  }
  return { ...comparison, changes: judged, unfinished, steps: questions.steps };
}

const proved: Judgement = { verdict: "proved" };

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
