import { createRequire } from "node:module";
import { expect, test } from "vitest";
import { junit } from "../../src/report/junit.js";
import type { Report } from "../../src/report/report.js";
import { cases, evil, lintReport, refuted, reviewOf } from "./report-fixture.js";

// its own types do not pass our compiler's settings
const { SaxesParser } = createRequire(import.meta.url)("saxes") as { readonly SaxesParser: new () => Parser };

interface Parser {
  on(event: "error", handler: (error: Error) => void): void;
  on(event: "opentag", handler: (tag: Pick<Tag, "name" | "attributes">) => void): void;
  on(event: "text", handler: (text: string) => void): void;
  on(event: "closetag", handler: () => void): void;
  write(text: string): { close(): void };
}

interface Tag {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  text: string;
}

/** Every element in document order; throws where the text is not well-formed XML 1.0. */
function parse(xml: string): Tag[] {
  const tags: Tag[] = [];
  const open: Tag[] = [];
  const parser = new SaxesParser();
  parser.on("error", (error) => {
    throw error;
  });
  parser.on("opentag", ({ name, attributes }) => {
    const tag = { name, attributes, text: "" };
    tags.push(tag);
    open.push(tag);
  });
  parser.on("text", (text) => {
    const tag = open.at(-1);
    if (tag) tag.text += text;
  });
  parser.on("closetag", () => open.pop());
  parser.write(xml).close();
  return tags;
}

const tagsOf = (report: Report) => parse(junit(report, { color: false }));
const named = (tags: readonly Tag[], name: string) => tags.filter((tag) => tag.name === name);

test.each(Object.entries(cases))("the %s report is well-formed, and its numbers are true", (_, report) => {
  const tags = tagsOf(report);
  const { tests, failures, skipped } = named(tags, "testsuites")[0]?.attributes ?? {};
  expect(Number(tests)).toBe(named(tags, "testcase").length);
  expect(Number(failures)).toBe(named(tags, "failure").length);
  expect(Number(skipped)).toBe(named(tags, "skipped").length);
  expect(Number(tests)).toBeGreaterThan(0);
});

test("errors fail, accepted ones are skipped, what does not fail passes with its text", () => {
  const tags = tagsOf(reviewOf());
  expect(named(tags, "failure").map(({ attributes }) => attributes["type"])).toEqual(["error", "error"]);
  expect(named(tags, "skipped")[0]?.attributes["message"]).toContain("nobody reads it before May");
  expect(named(tags, "system-out").map(({ text }) => text.split("\n")[1])).toEqual([
    '  property "placedAt" added',
    '  property "placedAt" has a pattern now',
  ]);
});

test("warnings fail where the report says so", () => {
  expect(named(tagsOf(lintReport()), "failure")).toHaveLength(2);
});

test("there is a suite for each event, or file where there is none", () => {
  expect(named(tagsOf(reviewOf()), "testsuite").map(({ attributes }) => attributes["name"])).toEqual([
    "order_old",
    "order_paid",
  ]);
  expect(named(tagsOf(lintReport()), "testsuite").map(({ attributes }) => attributes["name"])).toEqual([
    "services/orders/schemas/notes.json",
    "services/orders/schemas/order_paid/v1.json",
  ]);
});

test("hostile texts come back as they are, with what XML cannot hold made visible", () => {
  const [failure] = named(tagsOf(reviewOf([evil])), "failure");
  expect(failure?.attributes["message"]).toMatch(/^\| a ` b ``` c --> ]]> " ' & <img src=x/);
  expect(failure?.text).toContain("</details></code> <!--\\n::error");
});

test("what no XML can hold is replaced", () => {
  const message = "a\ud800b\uffffc\u0001d";
  const [testcase] = named(tagsOf(reviewOf([{ ...refuted, message }])), "testcase");
  expect(testcase?.attributes["name"]).toBe("value-narrowed: a\\ud800b\ufffdc\\u0001d");
});
