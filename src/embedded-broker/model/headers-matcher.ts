import {
  emptyTable,
  type FieldTable,
  type FieldValue,
  sameFieldValue,
  textOf,
} from "../protocol/field-value.js";
import type { Binding } from "./binding.js";
import type { Matcher } from "./matcher.js";

/** The values of the binding argument `x-match`; the last two also compare headers whose names start with `x-`. */
export const headerMatches = ["all", "any", "all-with-x", "any-with-x"] as const;

/** Bindings whose arguments, all or any of them, are among the message's headers. */
export function headersMatcher(): Matcher {
  const bindings = new Set<Binding>();
  return {
    add: (binding) => void bindings.add(binding),
    remove: (binding) => void bindings.delete(binding),
    match(message, _routingKeys, found) {
      if (bindings.size === 0) return;
      const headers = message.headers ?? emptyTable;
      for (const binding of bindings) if (matches(binding.arguments, headers)) found(binding);
    },
  };
}

function matches(wanted: FieldTable, headers: FieldTable): boolean {
  const match = textOf(wanted.get("x-match")) ?? "all";
  const withX = match.endsWith("-with-x");
  const compared = [...wanted].filter(([name]) => name !== "x-match" && (withX || !name.startsWith("x-")));
  const fits = ([name, value]: readonly [string, FieldValue]) => {
    const header = headers.get(name);
    // a binding without a value asks for the header alone
    return header !== undefined && (value.type === "void" || sameFieldValue(value, header));
  };
  return match.startsWith("any") ? compared.some(fits) : compared.every(fits);
}
