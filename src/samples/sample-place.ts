import { joinPointer } from "../json/pointer.js";
import { singular, wordsOf } from "./words-of.js";

/** Where in a sample a value is made. */
export interface SamplePlace {
  /** JSON Pointer. */
  readonly pointer: string;
  /** What the value is called, and the object around it. */
  readonly name: string;
  readonly around: string;
  readonly depth: number;
  /** The pointer with `*` for every index, and the index of the nearest item: neighbors take turns. */
  readonly path: string;
  readonly item: number;
  /** The path of the object around it, whose values belong together. */
  readonly group: string;
}

/** The event itself: `order_paid` is about an order. */
export function sampleRoot(event: string): SamplePlace {
  const about = wordsOf(event).slice(0, -1).join(" ");
  return { pointer: "", name: about, around: "", depth: 0, path: "", item: 0, group: "" };
}

/** A property of an object. */
export function memberPlace({ pointer, name, depth, path, item }: SamplePlace, member: string): SamplePlace {
  return {
    pointer: joinPointer(pointer, member),
    name: member,
    around: name,
    depth: depth + 1,
    path: joinPointer(path, member),
    item,
    group: path,
  };
}

/** An item of an array: each of `tags` is a tag. */
export function itemPlace({ pointer, name, around, depth, path }: SamplePlace, index: number): SamplePlace {
  return {
    pointer: joinPointer(pointer, index),
    name: singular(name),
    around,
    depth: depth + 1,
    path: joinPointer(path, "*"),
    item: index,
    group: path,
  };
}

/** The words of the name of a place, and of what is around it. */
export function placeWords({
  name,
  around,
}: SamplePlace): readonly [own: readonly string[], around: readonly string[]] {
  return [wordsOf(name), wordsOf(singular(around))];
}
