import { isRightToLeft, meetsBidiRule } from "./bidi.js";
import { joinsAround } from "./joining.js";

// RFC 5892, section 2, each class as a set of Unicode properties, so that node's Unicode version decides.
const EXCEPTIONS_PVALID = /^[\xdf\u03c2\u06fd\u06fe\u0f0b\u3007]$/;
const EXCEPTIONS_DISALLOWED = /^[\u0640\u07fa\u302e\u302f\u3031-\u3035\u303b]$/;
const OLD_HANGUL_JAMO = /^[\u1100-\u11ff\ua960-\ua97c\ud7b0-\ud7fb]$/;
const UNSTABLE = /^\p{Changes_When_NFKC_Casefolded}$/u;
const IGNORABLE = /^[\p{Default_Ignorable_Code_Point}\p{White_Space}\p{Noncharacter_Code_Point}]$/u;
const IGNORABLE_BLOCKS = /^(?:[\u20d0-\u20ff]|[\u{1d100}-\u{1d24f}])$/u;
const LETTER_OR_DIGIT = /^[\p{Ll}\p{Lu}\p{Lo}\p{Nd}\p{Lm}\p{Mn}\p{Mc}]$/u;

type ContextRule = (characters: readonly string[], at: number) => boolean;

const notWith =
  (others: RegExp): ContextRule =>
  (characters) =>
    !characters.some((character) => others.test(character));
const afterHebrew: ContextRule = (characters, at) => /^\p{Script=Hebrew}$/u.test(characters[at - 1] ?? "");

/** RFC 5892, appendix A. */
const CONTEXT_RULES: readonly (readonly [characters: RegExp, rule: ContextRule])[] = [
  [/^\u200c$/, (characters, at) => isVirama(characters[at - 1]) || joinsAround(characters, at)],
  [/^\u200d$/, (characters, at) => isVirama(characters[at - 1])],
  [/^\xb7$/, (characters, at) => characters[at - 1] === "l" && characters[at + 1] === "l"],
  [/^\u0375$/, (characters, at) => /^\p{Script=Greek}$/u.test(characters[at + 1] ?? "")],
  [/^[\u05f3\u05f4]$/, afterHebrew],
  [
    /^\u30fb$/,
    (characters) => /[\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Han}]/u.test(characters.join("")),
  ],
  [/^[\u0660-\u0669]$/, notWith(/^[\u06f0-\u06f9]$/)],
  [/^[\u06f0-\u06f9]$/, notWith(/^[\u0660-\u0669]$/)],
];

/** A label with other characters than ASCII that RFC 5891, sections 4.2 and 5.4, allows, whatever its length. */
export function isULabel(label: string): boolean {
  if (label !== label.normalize("NFC") || /^[-\p{M}]|^..--|-$/su.test(label)) return false;
  const characters = Array.from(label);
  if (!characters.every((character, at) => isAllowed(character, characters, at))) return false;
  return !isRightToLeft(label) || meetsBidiRule(label);
}

function isAllowed(character: string, characters: readonly string[], at: number): boolean {
  const rule = CONTEXT_RULES.find(([those]) => those.test(character))?.[1];
  return rule === undefined ? isPvalid(character) : rule(characters, at);
}

/** The derived property of RFC 5892, section 3, for what has no contextual rule. */
function isPvalid(character: string): boolean {
  if (EXCEPTIONS_PVALID.test(character) || character === "-") return true;
  const never = [EXCEPTIONS_DISALLOWED, OLD_HANGUL_JAMO, UNSTABLE, IGNORABLE, IGNORABLE_BLOCKS];
  return LETTER_OR_DIGIT.test(character) && !never.some((set) => set.test(character));
}

/**
 * If the Canonical_Combining_Class is Virama, 9. JavaScript does not tell, but its normal form sorts marks by that
 * class: one of 9 goes before U+05B0, of 10, and after U+3099, of 8.
 */
function isVirama(character: string | undefined): boolean {
  if (character === undefined) return false;
  const first = `\u05b0${character}`.normalize("NFD") === `${character}\u05b0`;
  return first && `${character}\u3099`.normalize("NFD") === `\u3099${character}`;
}
