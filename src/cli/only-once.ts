import { UsageError } from "../findings/usage-error.js";

/** Reads an option that takes one value. Throws `UsageError` when it is given again: the last value would win silently. */
export function onlyOnce(option: string): (value: string, before: string | undefined) => string {
  return (value, before) => {
    if (before === undefined) return value;
    throw new UsageError(`${option} is given twice (${before}, ${value}), but takes one value.`);
  };
}
