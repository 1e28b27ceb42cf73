import type { Answer, SchemaComparison } from "../compat/compare.js";
import type { PayloadStep } from "../findings/finding.js";

/** Which schema accepts which messages, for people who move from one version to the next. */
export function readability(
  direction: "backward" | "forward",
  { older, newer }: { readonly older: string; readonly newer: string },
  verdict: Answer["verdict"],
): string {
  const [reader, sent] = direction === "backward" ? [newer, older] : [older, newer];
  if (verdict === "proved") return `The schema of ${reader} accepts every ${sent} message.`;
  if (verdict === "refuted") return `The schema of ${reader} does not accept every ${sent} message.`;
  return `It could not be decided whether the schema of ${reader} accepts every ${sent} message.`;
}

/** What an accepting schema does not mean, where one accepts every message: consumers handle versions by name. */
export function handledByVersion({ backward, forward }: SchemaComparison): string | undefined {
  return backward?.verdict === "proved" || forward?.verdict === "proved"
    ? "A consumer still has to handle each version that is sent: without a handler for its version, a message becomes a dead letter."
    : undefined;
}

/** A place in a payload, such as `total.amount` or `lines[].sku`. */
export function payloadPlace(payload: readonly PayloadStep[] | undefined): string | undefined {
  if (payload === undefined || payload.length === 0) return undefined;
  return payload.map((step, index) => stepText(step, index)).join("");
}

function stepText(step: PayloadStep, index: number): string {
  if (typeof step !== "string") return "[]";
  return /^[\p{L}\p{N}_$-]+$/u.test(step) ? `${index === 0 ? "" : "."}${step}` : `[${JSON.stringify(step)}]`;
}
