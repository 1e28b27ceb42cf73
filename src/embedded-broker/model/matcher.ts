import type { Binding } from "./binding.js";
import { directMatcher } from "./direct-matcher.js";
import { fanoutMatcher } from "./fanout-matcher.js";
import { headersMatcher } from "./headers-matcher.js";
import type { Message } from "./message.js";
import { topicMatcher } from "./topic-matcher.js";

/** How an exchange type finds the bindings of a message. */
export interface Matcher {
  add(binding: Binding): void;
  remove(binding: Binding): void;
  /** Calls `found` for each binding that matches one of the keys; the same one may come more than once. */
  match(message: Message, routingKeys: readonly string[], found: (binding: Binding) => void): void;
}

/** The exchange types that there are. */
export const matchers: Readonly<Record<string, () => Matcher>> = {
  direct: directMatcher,
  fanout: fanoutMatcher,
  headers: headersMatcher,
  topic: topicMatcher,
};
