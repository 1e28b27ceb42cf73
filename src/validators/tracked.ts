/** What of a value a schema has to report as evaluated, since a schema around it has `unevaluated…`. */
export type Tracked = "nothing" | "names" | "items" | "both";

export function tracksNames(tracked: Tracked): boolean {
  return tracked === "names" || tracked === "both";
}

export function tracksItems(tracked: Tracked): boolean {
  return tracked === "items" || tracked === "both";
}

/** What two schemas around one subschema need together. */
export function bothTracked(left: Tracked, right: Tracked): Tracked {
  if (left === right || right === "nothing") return left;
  return left === "nothing" ? right : "both";
}
