// RFC 5892, section 2: each class as a set of Unicode properties, so that Node's Unicode version decides.
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

/** A non-ASCII label that RFC 5891, sections 4.2 and 5.4, allows, of any length. */
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

/** The derived property of RFC 5892, section 3, for characters without a contextual rule. */
function isPvalid(character: string): boolean {
  if (EXCEPTIONS_PVALID.test(character) || character === "-") return true;
  const never = [EXCEPTIONS_DISALLOWED, OLD_HANGUL_JAMO, UNSTABLE, IGNORABLE, IGNORABLE_BLOCKS];
  return LETTER_OR_DIGIT.test(character) && !never.some((set) => set.test(character));
}

/**
 * Whether the Canonical_Combining_Class is Virama, 9. JavaScript does not expose it, but its normal form sorts marks by
 * that class: one of class 9 sorts before U+05B0, of class 10, and after U+3099, of class 8.
 */
function isVirama(character: string | undefined): boolean {
  if (character === undefined) return false;
  const first = `\u05b0${character}`.normalize("NFD") === `${character}\u05b0`;
  return first && `${character}\u3099`.normalize("NFD") === `\u3099${character}`;
}

// Of the code points that IDNA allows, those whose Bidi_Class is R or AL are the ones of these blocks but for
// marks and digits; a block keeps its direction for characters that Unicode will add.
const RTL =
  /^(?!\p{Mn})[\u0590-\u065f\u066a-\u06ef\u06fa-\u08ff\ufe73\u{10800}-\u{10d2f}\u{10d3a}-\u{10fff}\u{1e800}-\u{1efff}]$/u;
const ARABIC_NUMBER = /^[\u0660-\u0669\u{10d30}-\u{10d39}]$/u;
const EUROPEAN_NUMBER = /^[0-9\u06f0-\u06f9]$/;
const NON_SPACING = /^[\p{Mn}\u{1171e}]$/u;
const NEUTRAL =
  /^[-\xb7\u02b9\u02ba\u02c6-\u02cf\u02ec\u0375\u200c-\u200d\u2e2f\u30fb\ua67f\ua717-\ua71f\ua788]$/;

type BidiClass = "R" | "AN" | "EN" | "NSM" | "ON" | "L";

/**
 * Whether a label has a right-to-left letter or an Arabic number, so that the whole name must satisfy the Bidi rule.
 */
export function isRightToLeft(label: string): boolean {
  return Array.from(label, bidiClass).some((found) => found === "R" || found === "AN");
}

/** The Bidi rule of RFC 5893, section 2, for a label whose code points are otherwise allowed. */
export function meetsBidiRule(label: string): boolean {
  const classes = Array.from(label, bidiClass);
  const last = classes.filter((found) => found !== "NSM").at(-1);
  const has = (wanted: BidiClass): boolean => classes.includes(wanted);
  if (classes[0] === "R") return !has("L") && last !== "ON" && !(has("EN") && has("AN"));
  return classes[0] === "L" && !has("R") && !has("AN") && last !== "ON";
}

/** The Bidi_Class, with AL as R, which the rule never distinguishes, and the neutral and separating classes as ON. */
function bidiClass(character: string): BidiClass {
  if (ARABIC_NUMBER.test(character)) return "AN";
  if (EUROPEAN_NUMBER.test(character)) return "EN";
  if (NON_SPACING.test(character)) return "NSM";
  if (RTL.test(character)) return "R";
  return NEUTRAL.test(character) ? "ON" : "L";
}

// Joining_Type of Unicode 17 (DerivedJoiningType.txt) for the code points that IDNA allows; what joins and is not in
// the lists is refused next to a zero width non-joiner.

/** Joining_Type D. */
const DUAL = [
  String.raw`\u0620\u0626\u0628\u062a-\u062e\u0633-\u063f\u0641-\u0647\u0649\u064a\u066e\u066f\u0679-\u0687`,
  String.raw`\u069a-\u06bf\u06c1\u06c2\u06cc\u06ce\u06d0\u06d1\u06fa-\u06fc\u06ff\u0712-\u0714\u071a-\u071d`,
  String.raw`\u071f-\u0727\u0729\u072b\u072d\u072e\u074e-\u0758\u075c-\u076a\u076d-\u0770\u0772\u0775-\u0777`,
  String.raw`\u077a-\u077f\u07ca-\u07ea\u0841-\u0845\u0848\u084a-\u0853\u0855\u0860\u0862-\u0865\u0868\u0886`,
  String.raw`\u0889-\u088d\u088f\u08a0-\u08a9\u08af\u08b0\u08b3-\u08b8\u08ba-\u08c8\u1820-\u1878\u1887-\u18a8`,
  String.raw`\u18aa\ua840-\ua871\u{10ac0}-\u{10ac4}\u{10ad3}-\u{10ad6}\u{10ad8}-\u{10adc}\u{10ade}-\u{10ae0}`,
  String.raw`\u{10b80}\u{10b82}\u{10b86}-\u{10b88}\u{10b8a}\u{10b8b}\u{10b8d}\u{10b90}\u{10d01}-\u{10d21}`,
  String.raw`\u{10d23}\u{10ec3}\u{10ec4}\u{10ec6}\u{10ec7}\u{10f30}-\u{10f32}\u{10f34}-\u{10f44}`,
  String.raw`\u{10f70}-\u{10f73}\u{10f76}-\u{10f81}\u{10fb0}\u{10fb2}\u{10fb3}\u{10fb8}\u{10fbb}\u{10fbc}`,
  String.raw`\u{10fbe}\u{10fbf}\u{10fc1}\u{10fc4}\u{1e922}-\u{1e943}`,
].join("");

/** Joining_Type R. */
const RIGHT = [
  String.raw`\u0622-\u0625\u0627\u0629\u062f-\u0632\u0648\u0671-\u0673\u0688-\u0699\u06c0\u06c3-\u06cb\u06cd`,
  String.raw`\u06cf\u06d2\u06d3\u06d5\u06ee\u06ef\u0710\u0715-\u0719\u071e\u0728\u072a\u072c\u072f\u074d`,
  String.raw`\u0759-\u075b\u076b\u076c\u0771\u0773\u0774\u0778\u0779\u0840\u0846\u0847\u0849\u0854\u0856-\u0858`,
  String.raw`\u0867\u0869\u086a\u0870-\u0882\u088e\u08aa-\u08ac\u08ae\u08b1\u08b2\u08b9\u{10ac5}\u{10ac7}`,
  String.raw`\u{10ac9}\u{10aca}\u{10ace}-\u{10ad2}\u{10add}\u{10ae1}\u{10ae4}\u{10b81}\u{10b83}-\u{10b85}`,
  String.raw`\u{10b89}\u{10b8c}\u{10b8e}\u{10b8f}\u{10b91}\u{10d22}\u{10ec2}\u{10f33}\u{10f74}\u{10f75}`,
  String.raw`\u{10fb4}-\u{10fb6}\u{10fb9}\u{10fba}\u{10fbd}\u{10fc2}\u{10fc3}`,
].join("");

/** Joining_Type L. */
const LEFT = [String.raw`\ua872\u{10acd}\u{10ad7}\u{10d00}`].join("");

const TRANSPARENT = String.raw`\p{Mn}\u{1e94b}`;
const JOINS_NEXT = new RegExp(`[${LEFT}${DUAL}][${TRANSPARENT}]*$`, "u");
const JOINS_PREVIOUS = new RegExp(`^[${TRANSPARENT}]*[${RIGHT}${DUAL}]`, "u");

/** Whether the letters around the zero width non-joiner would join without it, RFC 5892, appendix A.1. */
export function joinsAround(characters: readonly string[], at: number): boolean {
  return (
    JOINS_NEXT.test(characters.slice(0, at).join("")) &&
    JOINS_PREVIOUS.test(characters.slice(at + 1).join(""))
  );
}
