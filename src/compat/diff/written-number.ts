import type { Definition, Location } from "../../contract/schema.js";
import { joinPointer } from "../../json/pointer.js";
import type { ChangePlace } from "./change.js";
import type { Step } from "./edit.js";

/** The text of a number at a path below a place that was rounded when it was read. */
export function writtenNumber(
  definitions: ReadonlyMap<Location, Definition>,
  { location, path }: ChangePlace,
  inner: readonly Step[],
): string | undefined {
  const { rounded = [], pointer = "" } = definitions.get(location) ?? {};
  if (rounded.length === 0) return undefined;
  const place = [...path, ...inner].reduce<string>(joinPointer, pointer);
  return rounded.find((each) => each.pointer === place)?.text;
}
