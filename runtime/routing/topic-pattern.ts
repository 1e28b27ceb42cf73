import type { Exchange } from "../contract/event-version.js";

/** The words of a key or a pattern, as a topic exchange takes them apart: an empty one has none. */
export function topicWords(text: string): readonly string[] {
  return text === "" ? [] : text.split(".");
}

/**
 * Whether a topic exchange takes a message with this key to a queue that is bound with this pattern: `*` is any one
 * word, `#` any number of them, also none (RabbitMQ's documentation, Topic exchanges).
 */
export function matchesTopic(pattern: string, key: string): boolean {
  const words = topicWords(key);
  /** The numbers of the key's words that the pattern's words so far can stand for. */
  let reached: ReadonlySet<number> = new Set([0]);
  for (const wanted of topicWords(pattern)) {
    const next = new Set<number>();
    if (wanted === "#") {
      for (let count = Math.min(...reached); count <= words.length; count += 1) next.add(count);
    } else {
      for (const count of reached)
        if (count < words.length && (wanted === "*" || wanted === words[count])) next.add(count + 1);
    }
    if (next.size === 0) return false;
    reached = next;
  }
  return reached.has(words.length);
}

/** Whether an exchange of this type takes a message with this key to a queue that is bound with `bind`. */
export function receives(type: Exchange["type"], bind: string, key: string): boolean {
  if (type === "topic") return matchesTopic(bind, key);
  return type === "direct" ? bind === key : true;
}
