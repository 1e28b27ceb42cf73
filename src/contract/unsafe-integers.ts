import { roundedInteger, unsafeInteger } from "../../runtime/wire/unsafe-integer.js";
import type { SourceFile } from "./source-file.js";

/** Why the SDK refuses a message for an integer of it, whatever its schema says; as failures of validators are. */
export interface IntegerFailure {
  readonly pointer: string;
  readonly message: string;
}

/** The first integer of a message for which a consumer dead-letters it, or a publisher is stopped. */
export function integerFailure(
  { text, value }: Pick<SourceFile, "text" | "value">,
  as: "consumer" | "publisher" = "consumer",
): IntegerFailure | undefined {
  const rounded = roundedInteger(text);
  if (rounded !== undefined) {
    const read = BigInt(Number(rounded.text));
    return {
      pointer: rounded.path,
      message: `is the integer ${rounded.text}, which JavaScript reads as ${read}`,
    };
  }
  const unsafe = as === "publisher" ? unsafeInteger(JSON.stringify(value)) : undefined;
  if (unsafe === undefined) return undefined;
  return {
    pointer: unsafe.path,
    message: `is ${unsafe.text}, an integer beyond ±2^53 that JavaScript cannot distinguish from adjacent integers`,
  };
}
