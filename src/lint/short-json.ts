import type { Json } from "../json/json.js";

/** A value in a sentence: as JSON, and of a long one the beginning. */
export function shortJson(value: Json, most = 200): string {
  const text = JSON.stringify(value);
  return text.length > most ? `${text.slice(0, most - 1)}…` : text;
}
