import { textAt } from "../contract/source-file.js";
import { isObject } from "../json/json.js";
import { joinPointer } from "../json/pointer.js";
import { type Claim, itemsOf } from "./claim.js";
import type { LintSubject } from "./lint-rule.js";
import { keywordOf, type PlacedSchema, typesOf } from "./placed-schema.js";
import { type Proof, proofOf } from "./proof.js";

/** How far references and `allOf` are followed to the keywords that contradict each other. */
const DEEPEST = 8;
/** Claims among which those that contradict each other are looked for one by one. */
const MOST_CLAIMS = 200;

/** The fewest of these claims that no value can keep; those that come first are left out first. */
export function contradicting(
  subject: LintSubject,
  claims: readonly Claim[],
  placed: PlacedSchema,
): readonly Claim[] {
  const proof = proofOf(subject, placed);
  let core = reduced(proof, claims);
  for (let depth = 0; depth < DEEPEST; depth += 1) {
    const index = core.findIndex(({ parts }) => parts !== undefined);
    const whole = core[index];
    if (whole === undefined) return core;
    const { parts, ...rest } = whole;
    const others = core.filter((each) => each !== whole);
    // what only the parts together say, such as of all other properties, stays with the whole
    const opened = proof.within(() => parts?.()) ?? [];
    const next = reduced(proof, [rest, ...opened, ...others]);
    core = next;
  }
  return core;
}

function reduced(proof: Proof, claims: readonly Claim[]): readonly Claim[] {
  if (claims.length > MOST_CLAIMS) return claims;
  let core = claims;
  for (const claim of claims) {
    const fewer = core.filter((each) => each !== claim);
    if (proof.isEmpty(() => itemsOf(fewer))) core = fewer;
  }
  return core;
}

/** The places of claims as a sentence has them, those outside of a file with their file. */
export function claimPlaces(claims: readonly Claim[], from: PlacedSchema): readonly string[] {
  const telling = claims.filter((claim) => !isPlainType(claim));
  const shown = telling.length > 1 ? telling : claims;
  const texts = shown.flatMap(({ placed, path }) =>
    placed === undefined ? [] : [placeText(placed, path, from)],
  );
  return [...new Set(texts)];
}

/** A type is rarely the mistake where other keywords are about values of that type. */
function isPlainType({ placed, path: [keyword] }: Claim): boolean {
  if (placed === undefined || keyword !== "type") return false;
  return typesOf(placed)?.every((type) => type !== "integer" && type !== "number") === true;
}

function placeText(placed: PlacedSchema, path: readonly string[], from: PlacedSchema): string {
  const pointer = path.reduce<string>(joinPointer, placed.pointer);
  const file = placed.source.path === from.source.path ? "" : placed.source.path;
  const [keyword = ""] = path;
  const value = path.length === 1 ? keywordOf(placed, keyword) : undefined;
  const isShort = value !== undefined && !isObject(value) && JSON.stringify(value).length <= 40;
  const written =
    isShort && !Array.isArray(value)
      ? `${JSON.stringify(keyword)}: ${textAt(placed.source, pointer)} at `
      : "";
  return `${written}${JSON.stringify(`${file}#${pointer}`)}`;
}

/** "a", "a and b", "a, b and c"; of many the first. */
export function enumerated(texts: readonly string[], most = 4): string {
  const shown =
    texts.length > most ? [...texts.slice(0, most - 1), `${texts.length - most + 1} more`] : texts;
  const last = shown.at(-1) ?? "";
  return shown.length < 2 ? last : `${shown.slice(0, -1).join(", ")} and ${last}`;
}
