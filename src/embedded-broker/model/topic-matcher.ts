import type { Binding } from "./binding.js";
import type { Matcher } from "./matcher.js";

/** A word of the patterns: `*` is any one word, `#` any number of words, none included. */
interface Node {
  readonly word: string;
  readonly children: Map<string, Node>;
  readonly bindings: Set<Binding>;
}

/**
 * Bindings whose pattern matches the routing key, found in a trie of their words. All places in the trie that the
 * words so far lead to are followed at once, so no pattern takes exponential time.
 */
export function topicMatcher(): Matcher {
  const root = node("");
  return {
    add(binding) {
      let at = root;
      for (const word of wordsOf(binding.routingKey)) {
        const child = at.children.get(word) ?? node(word);
        at.children.set(word, child);
        at = child;
      }
      at.bindings.add(binding);
    },
    remove(binding) {
      const path = [root];
      for (const word of wordsOf(binding.routingKey)) {
        const child = path.at(-1)?.children.get(word);
        if (child === undefined) return;
        path.push(child);
      }
      path.at(-1)?.bindings.delete(binding);
      for (let index = path.length - 1; index > 0; index--) {
        const { word, children, bindings } = path[index] as Node;
        if (children.size > 0 || bindings.size > 0) break;
        path[index - 1]?.children.delete(word);
      }
    },
    match(_message, routingKeys, found) {
      for (const key of routingKeys) {
        let places = new Set<Node>();
        enter(root, places);
        for (const word of wordsOf(key)) {
          const next = new Set<Node>();
          for (const place of places) {
            if (place.word === "#") enter(place, next);
            // `*` and `#` in a routing key are ordinary words, which their patterns match anyway
            const exact = word === "*" || word === "#" ? undefined : place.children.get(word);
            const any = place.children.get("*");
            if (exact !== undefined) enter(exact, next);
            if (any !== undefined) enter(any, next);
          }
          places = next;
          if (places.size === 0) break;
        }
        for (const { bindings } of places) bindings.forEach(found);
      }
    },
  };
}

/** Adds the node, and the `#` after it, which may stand for no word. */
function enter(place: Node, places: Set<Node>): void {
  for (let at: Node | undefined = place; at !== undefined && !places.has(at); at = at.children.get("#")) {
    places.add(at);
  }
}

/** RabbitMQ takes an empty key for no word, not for an empty one. */
function wordsOf(key: string): string[] {
  return key === "" ? [] : key.split(".");
}

function node(word: string): Node {
  return { word, children: new Map(), bindings: new Set() };
}
