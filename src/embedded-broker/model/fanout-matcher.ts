import type { Binding } from "./binding.js";
import type { Matcher } from "./matcher.js";

/** All bindings, whatever their keys. */
export function fanoutMatcher(): Matcher {
  const bindings = new Set<Binding>();
  return {
    add: (binding) => void bindings.add(binding),
    remove: (binding) => void bindings.delete(binding),
    match: (_message, _routingKeys, found) => bindings.forEach(found),
  };
}
