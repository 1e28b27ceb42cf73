import type { Budget } from "../compat/prove/budget.js";
import { MOST_IN_MESSAGE } from "../compat/prove/message-limit.js";
import type { Node } from "../compat/prove/node.js";
import { languageOfTexts } from "../compat/prove/text-language.js";
import { variedText } from "../compat/text/automaton-texts.js";
import { formatTexts } from "./format-texts.js";
import { numberRange, type TextLimits, textLimits } from "./limits.js";
import { namedNumbers, numbersInRange } from "./named-numbers.js";
import { namedTexts } from "./named-texts.js";
import { placeWords, type SamplePlace } from "./sample-place.js";
import { type Draw, picker } from "./spread.js";

/** Texts that are made of a pattern, each another one. */
const FROM_PATTERNS = 4;
/** Characters to which a text is lengthened at most. */
const LONGEST = 10_000;

/** Texts for a place, the most likely ones first; whether its schemas take them is tried. */
export function* textsFor(
  nodes: readonly Node[],
  place: SamplePlace,
  draw: Draw,
  budget: Budget,
): Generator<string> {
  const limits = textLimits(nodes);
  const { formats, patterns } = limits;
  const [own, around] = placeWords(place);
  const named = [
    ...formats.map((format) => formatTexts[format](own, draw)),
    ...namedTexts(own, around, draw),
  ];
  yield* named;
  for (const text of named) yield* fitted(text, limits);
  if (patterns.length === 0 && formats.length === 0) return;
  const language = languageOfTexts(patterns, formats, budget);
  const range = { minLength: limits.minLength, maxLength: Math.min(limits.maxLength, MOST_IN_MESSAGE) };
  for (let count = 0; count < FROM_PATTERNS; count += 1) {
    const text = variedText(language, range, picker({ ...draw, key: `${draw.key} text ${count}` }), budget);
    if (text === undefined) return;
    yield text;
  }
}

/** A text that is cut or goes on, where it is too long or too short. */
function* fitted(text: string, { minLength, maxLength }: TextLimits): Generator<string> {
  const characters = [...text];
  if (characters.length > maxLength) yield characters.slice(0, maxLength).join("").trimEnd();
  if (characters.length >= minLength || minLength > LONGEST || text === "") return;
  const longer = `${text} `.repeat(Math.ceil(minLength / (characters.length + 1)) + 1);
  yield [...longer].slice(0, minLength).join("").replace(/ $/, "s");
}

/** Numbers for a place, the most likely ones first; whether its schemas take them is tried. */
export function* numbersFor(nodes: readonly Node[], place: SamplePlace, draw: Draw): Generator<number> {
  const [own] = placeWords(place);
  yield* namedNumbers(own, draw);
  yield* numbersInRange(numberRange(nodes), draw);
}
