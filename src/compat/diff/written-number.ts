import type { Definition, Location } from "../../contract/schema.js";
import { joinPointer } from "../../json/pointer.js";
import type { ChangePlace } from "./change.js";

/** The text of a keyword's number that was rounded when it was read. */
export function writtenNumber(
  definitions: ReadonlyMap<Location, Definition>,
  { location, path }: ChangePlace,
  keyword: string,
): string | undefined {
  const { rounded = [], pointer = "" } = definitions.get(location) ?? {};
  if (rounded.length === 0) return undefined;
  const place = [...path, keyword].reduce<string>(joinPointer, pointer);
  return rounded.find((each) => each.pointer === place)?.text;
}
