import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Binding } from "../../src/embedded-broker/model/binding.js";
import { Message } from "../../src/embedded-broker/model/message.js";
import { topicMatcher } from "../../src/embedded-broker/model/topic-matcher.js";
import { emptyTable } from "../../src/embedded-broker/protocol/field-value.js";

const message = new Message({ id: 1, exchange: "", routingKey: "", body: Buffer.alloc(0) });

function binding(routingKey: string): Binding {
  return { routingKey, arguments: emptyTable } as Binding;
}

function matching(patterns: readonly string[], key: string, removed: readonly string[] = []): string[] {
  const matcher = topicMatcher();
  const bindings = patterns.map(binding);
  for (const each of bindings) matcher.add(each);
  for (const each of bindings) if (removed.includes(each.routingKey)) matcher.remove(each);
  const found = new Set<string>();
  matcher.match(message, [key], ({ routingKey }) => found.add(routingKey));
  return [...found].sort();
}

/** The same question put to a regular expression. */
function matchesByPattern(pattern: string, key: string): boolean {
  const words = pattern === "" ? [] : pattern.split(".");
  const source = words.map((word) =>
    word === "#" ? "(?:[^.]*\\.)*" : word === "*" ? "[^.]*\\." : `${word}\\.`,
  );
  return new RegExp(`^${source.join("")}$`).test(key === "" ? "" : `${key}.`);
}

describe("a topic exchange", () => {
  test.each([
    ["a.*", "a.b", true],
    ["a.*", "a", false],
    ["a.*", "a.b.c", false],
    ["a.#", "a", true],
    ["a.#", "a.b.c", true],
    ["#", "", true],
    ["*", "", false],
    ["", "", true],
    ["#.b", "b", true],
    ["#.b", "a.a.b", true],
    ["*.#", "", false],
    ["a.#.b", "a.b", true],
    ["#.#", "a", true],
    ["a..b", "a..b", true],
    ["a.*.b", "a..b", true],
  ])("%s for the key %j: %s", (pattern, key, matched) => {
    expect(matching([pattern], key)).toEqual(matched ? [pattern] : []);
  });

  test("finds what regular expressions find, also after bindings are removed", () => {
    const word = fc.constantFrom("a", "b", "*", "#", "");
    const patterns = fc.array(
      fc.array(word, { maxLength: 5 }).map((words) => words.join(".")),
      { maxLength: 8 },
    );
    const keys = fc.array(fc.constantFrom("a", "b", ""), { maxLength: 6 }).map((words) => words.join("."));
    fc.assert(
      fc.property(patterns, keys, fc.nat(), (given, key, seed) => {
        const unique = [...new Set(given)];
        const removed = unique.filter((_, index) => ((seed >> index) & 1) === 1);
        const left = unique.filter((pattern) => !removed.includes(pattern));
        expect(matching(unique, key, removed)).toEqual(
          left.filter((pattern) => matchesByPattern(pattern, key)).sort(),
        );
      }),
      { seed: 1, numRuns: 500 },
    );
  });

  test("takes no exponential time for many wildcards", () => {
    const pattern = `${"#.".repeat(60)}b`;
    const key = Array.from({ length: 120 }, () => "a").join(".");
    expect(matching([pattern], key)).toEqual([]);
    expect(matching([pattern], `${key}.b`)).toEqual([pattern]);
  });
});
