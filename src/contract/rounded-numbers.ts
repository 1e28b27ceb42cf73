import { isObject, type Json } from "../json/json.js";
import { joinPointer } from "../json/pointer.js";
import { type SourceFile, textAt } from "./source-file.js";

/** A number of a schema file that no double is: what is read of it is another one. */
export interface RoundedNumber {
  readonly pointer: string;
  /** With all the digits that are written. */
  readonly text: string;
  /** The double that is read. */
  readonly value: number;
}

const known = new WeakMap<SourceFile, readonly RoundedNumber[]>();

/** Up to 15 digits are told apart by doubles, however they are written. */
const manyDigits = /(?:\d\.?){16}/;

/** The numbers of a file that are rounded when they are read. */
export function roundedNumbers(source: SourceFile): readonly RoundedNumber[] {
  const before = known.get(source);
  if (before !== undefined) return before;
  const found: RoundedNumber[] = [];
  if (manyDigits.test(source.written.text)) {
    for (const [pointer, value] of numbersIn(source.value, "")) {
      const text = textAt(source, pointer);
      if (isRounded(text, value)) found.push({ pointer, text, value });
    }
  }
  known.set(source, found);
  return found;
}

/** Each number of a value, with where it is. */
export function* numbersIn(value: Json, pointer: string): Generator<readonly [string, number]> {
  if (typeof value === "number") yield [pointer, value];
  else if (Array.isArray(value))
    for (const [index, item] of value.entries()) yield* numbersIn(item as Json, joinPointer(pointer, index));
  else if (isObject(value))
    for (const [name, inner] of Object.entries(value)) yield* numbersIn(inner, joinPointer(pointer, name));
}

const decimal = /^([+-]?)(\d*)\.?(\d*)(?:[eE]([+-]?\d+))?$/;

/** Whether the shortest decimal of a double, as it is printed, is another number than the text. */
function isRounded(text: string, value: number): boolean {
  const [written, printed] = [normalized(text), normalized(String(value))];
  return written !== undefined && written !== printed;
}

/** A decimal as its digits without zeros at the ends, and where the point is. */
function normalized(text: string): string | undefined {
  const match = decimal.exec(text.replaceAll("_", ""));
  if (match === null) return undefined;
  const [, sign = "", whole = "", fraction = "", exponent = "0"] = match;
  const digits = `${whole}${fraction}`;
  const first = digits.search(/[1-9]/);
  if (first === -1) return "0";
  // a loop: a pattern for the zeros at the end is quadratic in a text of zeros that ends otherwise
  let end = digits.length;
  while (digits[end - 1] === "0") end -= 1;
  const significant = digits.slice(first, end);
  return `${sign === "-" ? "-" : ""}${significant}e${whole.length - first + Number(exponent)}`;
}
