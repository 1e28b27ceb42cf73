import { isRightToLeft, meetsBidiRule } from "./format-bidi.js";
import { isULabel } from "./format-idna.js";
import { fromALabel, toALabel } from "./format-punycode.js";

/** Octets of a name without the root's label and the length of the first, RFC 1035, section 2.3.4. */
const LONGEST_NAME = 253;

/** A label of letters, digits and inner hyphens, RFC 1123, section 2.1, of at most 63 octets. */
export function isLdhLabel(label: string): boolean {
  return /^(?!-)[A-Za-z0-9-]{1,63}$/.test(label) && !label.endsWith("-");
}

/** Such labels with dots between them, RFC 1123, section 2.1. */
export function isLdhName(text: string): boolean {
  return text.length <= LONGEST_NAME && text.split(".").every(isLdhLabel);
}

/** A host name of RFC 1123, section 2.1, whose labels that start with `xn--` are A-labels of RFC 5890. */
export function isHostname(text: string): boolean {
  return (
    isLdhName(text) && text.split(".").every((label) => !/^xn--/i.test(label) || decoded(label) !== undefined)
  );
}

/**
 * A host name of RFC 5890, section 2.3.2.3: each label LDH, an A-label or a U-label, and RFC 5893 met by all of
 * them. The ideographic and the wide full stops of RFC 3490, section 3.1, separate labels as well.
 */
export function isIdnHostname(text: string): boolean {
  const labels = text.split(/[.\u3002\uff0e\uff61]/);
  if (!fitsDns(labels)) return false;
  const inUnicode = labels.map(toUnicode);
  if (!inUnicode.every((label): label is string => label !== undefined)) return false;
  return !inUnicode.some(isRightToLeft) || inUnicode.every(meetsBidiRule);
}

/** If labels, of any script, are within the 63 octets of a label and the 253 of a name once they are A-labels. */
export function fitsDns(labels: readonly string[]): boolean {
  // Each label has an octet or more and a dot, so that this bounds the work on hostile names.
  if (labels.length > LONGEST_NAME) return false;
  const octets = labels.reduce((sum, label) => sum + octetsOf(label) + 1, -1);
  return octets <= LONGEST_NAME;
}

function octetsOf(label: string): number {
  return isAscii(label) ? label.length : (toALabel(label)?.length ?? Number.POSITIVE_INFINITY);
}

function toUnicode(label: string): string | undefined {
  if (!isAscii(label)) return isULabel(label) ? label : undefined;
  if (!isLdhLabel(label)) return undefined;
  if (/^xn--/i.test(label)) return decoded(label);
  return label.startsWith("--", 2) ? undefined : label;
}

/** The U-label of an A-label, RFC 5891, section 5.4: it must be valid, and must encode to the same A-label again. */
function decoded(label: string): string | undefined {
  const aLabel = label.toLowerCase();
  const uLabel = fromALabel(aLabel);
  if (uLabel === undefined || isAscii(uLabel) || toALabel(uLabel) !== aLabel) return undefined;
  return isULabel(uLabel) ? uLabel : undefined;
}

function isAscii(text: string): boolean {
  return !/[^ -~]/.test(text);
}
