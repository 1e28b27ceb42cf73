/** A way of saying things that reads as if translated, and what to write instead. */
export interface Construction {
  readonly pattern: RegExp;
  readonly instead: string;
  /** A sentence that the pattern finds. */
  readonly example: string;
  /** The same, as a native engineer would write it; the pattern does not find it. */
  readonly better: string;
}

/** The constructions that the texts of this project avoid; each was found in them, most of them often. */
export const constructions: readonly Construction[] = [
  {
    pattern: /(?<!\bthere )\b(?:is|are|was|were|be) no (?!longer\b|more\b)/iu,
    instead: "`is not a valid …` or `is not …`",
    example: "The header is no usable name.",
    better: "The header is not a valid name.",
  },
  {
    pattern: /\bbelong(?:s|ed)? into\b/iu,
    instead: "`belongs in` or `must be in`",
    example: "A breaking change belongs into the next version.",
    better: "A breaking change belongs in the next version.",
  },
  {
    pattern: /\b(?:tells?|told|telling)\b(?! .{0,12}\bapart\b)/iu,
    instead: "`reports`, `specifies`, `indicates`, or the passive",
    example: "Without CI nothing else tells the base.",
    better: "The base is detected only in CI.",
  },
  {
    pattern: /\b(?:knows|knew|minds|wants|hears|heard|believes|understood|understands)\b/iu,
    instead: "what the code does: `has`, `supports`, `needs`, `receives`",
    example: "The SDK knows two versions.",
    better: "The SDK has two versions.",
  },
  {
    pattern: /\banew\b/iu,
    instead: "`again`, or a verb with `re-`",
    example: "Everything is made anew.",
    better: "Everything is regenerated.",
  },
  {
    pattern: /\bmend(?:s|ed|ing)?\b/iu,
    instead: "`fix`",
    example: "Mend the message.",
    better: "Fix the message.",
  },
  {
    pattern: /\b(?:whoever|whomever|(?:those|one|ones) who)\b/iu,
    instead: "the role: `the caller`, `consumers that`",
    example: "Whoever calls this waits.",
    better: "The caller waits.",
  },
  {
    pattern: /\b(?:nobody|somebody|anybody|everybody)\b/iu,
    instead: "the role, or the passive",
    example: "Nobody reads this field.",
    better: "No consumer reads this field.",
  },
  {
    pattern: /\bby (?:itself|themselves)\b/iu,
    instead: "`on its own` or `automatically`",
    example: "It reconnects by itself.",
    better: "It reconnects automatically.",
  },
  {
    pattern: /\bas (?:it|they|those) stands?\b/iu,
    instead: "`unchanged` or `as is`",
    example: "The name is taken as it stands.",
    better: "The name is used unchanged.",
  },
  {
    pattern: /\bso many\b/iu,
    instead: "a number, `at most n`, `this many`",
    example: "After so many attempts it gives up.",
    better: "After 5 attempts it gives up.",
  },
  {
    pattern: /\b(?:is|are) called\b.{0,40}\bnow\b/iu,
    instead: "`renamed to`",
    example: 'Property "a" is called "b" now.',
    better: 'Property "a" renamed to "b".',
  },
  {
    pattern: /\bwhat (?:goes|comes|stands|lies)\b/iu,
    instead: "the thing itself",
    example: "It lists what goes away.",
    better: "It lists the removed fields.",
  },
  {
    pattern: /\b(?:milliards?|by heart|patience|affairs?|none of (?:its|this|the) .{0,10}business)\b/iu,
    instead: "the plain statement",
    example: "Its result is the caller's affair.",
    better: "Its result is ignored.",
  },
  {
    pattern: /\bfor the sake of\b/iu,
    instead: "`for` or `to`",
    example: "Sorted for the sake of the reader.",
    better: "Sorted for the reader.",
  },
  {
    pattern: /\b(?:is|are|was|were) to be\b/iu,
    instead: "`must be`, `will be`, `is expected to be`",
    example: "The file is to be written.",
    better: "The file will be written.",
  },
  {
    pattern: /\bno (?:such )?\w+ any ?more\b/iu,
    instead: "`no longer`",
    example: "It is no schema any more.",
    better: "It is no longer a schema.",
  },
  {
    pattern: /\b(?:stands?|stood|standing) (?:in|here|there|at|on|beside|before|after|where)\b/iu,
    instead: "`is`, `is in`, `is at`",
    example: "The key stands here twice.",
    better: "The key is duplicated.",
  },
];
