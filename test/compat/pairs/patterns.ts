import type { Json } from "../../../src/json/json.js";
import type { Pair } from "./pair.js";

const text = (pattern: string, more: { readonly [keyword: string]: Json } = {}): Json => ({
  type: "string",
  pattern,
  ...more,
});

/** The title of a pattern that became another one. */
const became = (from: string, to: string): string =>
  `pattern changed from ${JSON.stringify(from)} to ${JSON.stringify(to)}`;

/** A pattern in other words: the same texts. */
const same = (title: string, from: string, to: string): Pair => ({
  title,
  old: text(from),
  new: text(to),
  backward: "proved",
  forward: "proved",
  safe: [became(from, to)],
});

/** A pattern that takes more than before. */
const wider = (title: string, from: string, to: string): Pair => ({
  title,
  old: text(from),
  new: text(to),
  backward: "proved",
  forward: [became(from, to)],
});

/** Patterns, as the languages that they describe. */
export const patterns: readonly Pair[] = [
  same("a choice of letters is a class", "^(?:a|b)*$", "^[ab]*$"),
  same("a digit by its class", "^\\d+$", "^[0-9]+$"),
  same("a repetition that is written out", "^a{2,3}$", "^aaa?$"),
  same("an unanchored pattern may have anything around it", "b", "^[\\s\\S]*b[\\s\\S]*$"),
  same("a start without an end", "^a", "^a[\\s\\S]*$"),
  same("a lookahead that asks for a digit", "^(?=.*[0-9])[a-z0-9]+$", "^[a-z0-9]*[0-9][a-z0-9]*$"),
  same("a lookahead of what follows anyway", "^(?=a)abc$", "^abc$"),
  same("a group that is captured or named", "^(a)(?<rest>b)$", "^ab$"),
  same("the end of a word", "^[a-z]+\\b", "^[a-z]+(?![A-Za-z0-9_])"),
  same("a lazy repetition", "^a+?b$", "^a+b$"),
  same("an escaped character", "^\\u{1F600}$", "^😀$"),
  wider("an anchor is left out", "^[A-Z]{3}$", "[A-Z]{3}"),
  wider("a dot is no line break", "^a.*$", "^a"),
  wider("a reserved name is no longer refused", "^(?!admin$)[a-z]+$", "^[a-z]+$"),
  wider("capital letters of all alphabets", "^[A-Z]$", "^\\p{Lu}$"),
  wider("a longer text", "^[a-z]{2,4}$", "^[a-z]{2,5}$"),
  wider("a dot takes more than letters", "^[a-z]$", "^.$"),
  {
    title: "both lengths move",
    old: text("^[a-z]{2,4}$"),
    new: text("^[a-z]{3,5}$"),
    backward: [became("^[a-z]{2,4}$", "^[a-z]{3,5}$")],
    forward: [became("^[a-z]{2,4}$", "^[a-z]{3,5}$")],
  },
  {
    title: "a pattern is added",
    old: { type: "string" },
    new: text("^[A-Z]{3}$"),
    backward: ['pattern "^[A-Z]{3}$" added'],
    forward: "proved",
  },
  {
    title: "an empty pattern takes every text",
    old: { type: "string" },
    new: text(""),
    backward: "proved",
    forward: "proved",
    safe: ['pattern "" added'],
  },
  {
    title: "the lengths of a pattern are said beside it",
    old: text("^[0-9]{4}$"),
    new: text("^[0-9]{4}$", { minLength: 4, maxLength: 4 }),
    backward: "proved",
    forward: "proved",
    safe: ["maxLength 4 added", "minLength 4 added"],
  },
  {
    title: "a length beside a pattern goes into it",
    old: text("^[a-z]*$", { maxLength: 3 }),
    new: text("^[a-z]{0,3}$"),
    backward: "proved",
    forward: "proved",
    safe: ["maxLength 3 removed", became("^[a-z]*$", "^[a-z]{0,3}$")],
  },
  {
    title: "a length counts one for an astral character that a pattern takes",
    old: text("^\\p{Emoji_Presentation}{2}$"),
    new: text("^\\p{Emoji_Presentation}{2}$", { maxLength: 2 }),
    backward: "proved",
    forward: "proved",
    safe: ["maxLength 2 added"],
  },
  {
    title: "two patterns are one with a lookahead",
    old: { type: "string", allOf: [{ pattern: "[0-9]" }, { pattern: "^[a-z0-9]+$" }] },
    new: text("^(?=.*[0-9])[a-z0-9]+$"),
    backward: "proved",
    forward: "proved",
    safe: ["allOf removed", 'pattern "^(?=.*[0-9])[a-z0-9]+$" added'],
  },
  {
    title: "a name that a pattern refuses is refused beside it",
    old: text("^(?!admin$)[a-z]+$"),
    new: text("^[a-z]+$", { not: { const: "admin" } }),
    backward: "proved",
    forward: "proved",
    safe: ["not added", became("^(?!admin$)[a-z]+$", "^[a-z]+$")],
  },
  {
    title: "a list of currencies becomes a pattern",
    old: { enum: ["EUR", "USD"] },
    new: text("^[A-Z]{3}$"),
    backward: "proved",
    forward: ["enum removed"],
    safe: ['pattern "^[A-Z]{3}$" added', "type string added"],
  },
  {
    title: "a pattern of two texts is their list",
    old: text("^(?:EUR|USD)$"),
    new: { enum: ["EUR", "USD"] },
    backward: "proved",
    forward: "proved",
    safe: ["enum added", 'pattern "^(?:EUR|USD)$" removed', "type string removed"],
  },
];
