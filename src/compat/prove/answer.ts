import type { Json } from "../../json/json.js";

/** Whether there is an instance of what was asked for. */
export type SearchResult =
  | { readonly kind: "instance"; readonly value: Json }
  | { readonly kind: "none" }
  | Unknown;

/** Why it could not be said. */
export interface Unknown {
  readonly kind: "unknown";
  /** Where a schema stands that could not be decided. */
  readonly where: string;
  readonly why: string;
}

export const none: SearchResult = { kind: "none" };

export function instance(value: Json): SearchResult {
  return { kind: "instance", value };
}

/** The first instance among several ways to find one; if none has one, unknown if one of them is. */
export function firstInstance(answers: Iterable<SearchResult>): SearchResult {
  let rest: SearchResult = none;
  for (const answer of answers) {
    if (answer.kind === "instance") return answer;
    if (answer.kind === "unknown" && rest.kind === "none") rest = answer;
  }
  return rest;
}
