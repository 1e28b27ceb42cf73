import type { Binding } from "./binding.js";
import type { Matcher } from "./matcher.js";

/** Bindings whose key is the routing key. */
export function directMatcher(): Matcher {
  const byKey = new Map<string, Set<Binding>>();
  return {
    add(binding) {
      const bindings = byKey.get(binding.routingKey);
      if (bindings === undefined) byKey.set(binding.routingKey, new Set([binding]));
      else bindings.add(binding);
    },
    remove(binding) {
      const bindings = byKey.get(binding.routingKey);
      bindings?.delete(binding);
      if (bindings?.size === 0) byKey.delete(binding.routingKey);
    },
    match(_message, routingKeys, found) {
      for (const key of routingKeys) byKey.get(key)?.forEach(found);
    },
  };
}
