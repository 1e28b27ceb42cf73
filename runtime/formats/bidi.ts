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

/** If a label has a right-to-left letter or an Arabic number, so that its whole name has to meet the Bidi rule. */
export function isRightToLeft(label: string): boolean {
  return Array.from(label, bidiClass).some((found) => found === "R" || found === "AN");
}

/** The Bidi rule of RFC 5893, section 2, for a label whose code points are allowed otherwise. */
export function meetsBidiRule(label: string): boolean {
  const classes = Array.from(label, bidiClass);
  const last = classes.filter((found) => found !== "NSM").at(-1);
  const has = (wanted: BidiClass): boolean => classes.includes(wanted);
  if (classes[0] === "R") return !has("L") && last !== "ON" && !(has("EN") && has("AN"));
  return classes[0] === "L" && !has("R") && !has("AN") && last !== "ON";
}

/** The Bidi_Class, with AL as R, which the rule never tells apart, and the neutral and separating ones as ON. */
function bidiClass(character: string): BidiClass {
  if (ARABIC_NUMBER.test(character)) return "AN";
  if (EUROPEAN_NUMBER.test(character)) return "EN";
  if (NON_SPACING.test(character)) return "NSM";
  if (RTL.test(character)) return "R";
  return NEUTRAL.test(character) ? "ON" : "L";
}
