import { isObject, type Json, type JsonObject } from "../json/json.js";

/** An object without the members that are not there, and without empty objects. */
export function compact(members: Readonly<Record<string, Json | undefined>>): JsonObject {
  return Object.fromEntries(
    Object.entries(members).filter(
      (entry): entry is [string, Json] =>
        entry[1] !== undefined && !(isObject(entry[1]) && Object.keys(entry[1]).length === 0),
    ),
  );
}
