import { joinPointer } from "../contract/pointer.js";
import { singular, wordsOf } from "./words-of.js";

/** Where in a sample a value is made. */
export interface Place {
  /** JSON Pointer. */
  readonly pointer: string;
  /** What the value is called, and the object around it. */
  readonly name: string;
  readonly around: string;
  readonly depth: number;
}

/** The event itself. */
export function rootPlace(event: string): Place {
  return { pointer: "", name: event, around: "", depth: 0 };
}

/** A property of an object. */
export function memberPlace({ pointer, name, depth }: Place, member: string): Place {
  return { pointer: joinPointer(pointer, member), name: member, around: name, depth: depth + 1 };
}

/** An item of an array: each of `tags` is a tag. */
export function itemPlace({ pointer, name, around, depth }: Place, index: number): Place {
  return { pointer: joinPointer(pointer, index), name: singular(name), around, depth: depth + 1 };
}

/** The words of the name of a place, and of what is around it. */
export function placeWords({
  name,
  around,
}: Place): readonly [own: readonly string[], around: readonly string[]] {
  return [wordsOf(name), wordsOf(singular(around))];
}
