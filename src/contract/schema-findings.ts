import type { JsonObject } from "../json/json.js";
import { type Dialect, dialects, keywords } from "./dialect.js";
import { foreignKeyword, hasAnnotationForm, knownAnnotations } from "./foreign-keywords.js";
import { nearestWord } from "./nearest-word.js";
import type { Diagnosis } from "./source-file.js";
import { standardFormats } from "./standard-formats.js";

/** No JavaScript object holds a member of this name as it holds others. */
export const prototypeName: Diagnosis = {
  rule: "property-proto",
  severity: "error",
  message: 'JavaScript objects cannot safely hold a property named "__proto__".',
  help: "Rename the property.",
};

/** Half a character, as a broken copy leaves it; UTF-8 cannot carry it. */
export const loneSurrogate: Diagnosis = {
  rule: "property-surrogate",
  severity: "error",
  message: "This name contains an unpaired surrogate, which cannot be encoded in UTF-8.",
};

/** A format that the standard does not define. */
export function unknownFormat(format: string, own: Iterable<string> = []): Diagnosis {
  const near = nearestWord(format, [...standardFormats, ...own]);
  return {
    rule: "format-unknown",
    severity: "warning",
    message: `The format ${JSON.stringify(format)} is not defined by JSON Schema and checks nothing.`,
    ...(near === undefined ? {} : { help: `Did you mean ${JSON.stringify(near)}?` }),
  };
}

/** An unknown keyword is an annotation (Core, chapter 6.5); it is reported only when it looks like a mistake. */
export function unknownKeyword(
  keyword: string,
  schema: JsonObject,
  dialect: Dialect,
  own: ReadonlySet<string> = new Set(),
): Diagnosis | undefined {
  if (own.has(keyword)) return undefined;
  const others = dialects.filter((other) => keywords[other].has(keyword));
  if (others.length > 0) {
    return {
      rule: "keyword-of-other-draft",
      severity: "warning",
      message: `The keyword "${keyword}" belongs to ${others.join(", ")}; this schema is ${dialect}, which ignores it.`,
      help: "Change $schema, or use this draft's own keyword.",
    };
  }
  const foreign = foreignKeyword(keyword, schema);
  if (foreign === "idle" || knownAnnotations.has(keyword) || hasAnnotationForm(keyword)) return undefined;
  if (foreign !== undefined) {
    return {
      rule: "keyword-foreign",
      severity: "warning",
      message: `"${keyword}" is a keyword of ${foreign.from}; JSON Schema ignores it.`,
      help: foreign.help,
    };
  }
  const near = nearestWord(keyword, keywords[dialect]);
  if (near === undefined) return undefined;
  return {
    rule: "keyword-unknown",
    severity: "warning",
    message: `The keyword ${JSON.stringify(keyword)} is unknown and checks nothing.`,
    help: `Did you mean "${near}"?`,
  };
}
