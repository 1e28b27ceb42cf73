import { readdirSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { areas } from "./areas.js";
import { constructions } from "./constructions.js";
import { constructionsIn } from "./constructions-in.js";
import { englishFiles } from "./english-files.js";
import { exceptions } from "./exceptions.js";
import { findConstructions } from "./find-constructions.js";
import { proseOf } from "./prose.js";
import { root } from "./root.js";
import { titlesAndComments } from "./titles-and-comments.js";

describe("the English of messages, comments and documentation", () => {
  test("uses none of the listed constructions", () => {
    expect(findConstructions(areas, exceptions)).toEqual([]);
  });

  test("is checked in each file and folder of the root that has TypeScript or Markdown", () => {
    const names = readdirSync(root).filter((name) => !name.startsWith("."));
    const english = names.filter((name) => englishFiles([name]).length > 0);
    expect(english.filter((name) => !areas.includes(name))).toEqual([]);
  });

  test("reports an exception that no text needs", () => {
    const unused = { file: "test/english/areas.ts", quote: "not in the file", why: "" };
    expect(findConstructions(["test/english"], [unused])).toEqual([
      'test/english/areas.ts: unused exception "not in the file": remove it',
    ]);
  });
});

describe("strings", () => {
  const code = [
    "// Whoever calls this waits.",
    'test("a name is no key", () => {',
    '  expect(said()).toBe("Nobody reads this.");',
    "});",
  ].join("\n");

  test.each(["bench/a.ts", "test/a.test.ts"])("are data in %s, unlike comments and titles", (file) => {
    expect(constructionsIn(file, code).map(({ match }) => match[0])).toEqual(["Whoever", "is no "]);
    expect(titlesAndComments(file, code)).toBe("Whoever calls this waits.\na name is no key");
  });

  test.each(["src/a.ts", "tools/a.ts"])("are checked in %s", (file) => {
    expect(constructionsIn(file, code).map(({ match }) => match[0])).toEqual(["Whoever", "is no ", "Nobody"]);
  });
});

describe("the list of constructions", () => {
  test.each(constructions.map((one) => [one.example, one] as const))(
    "finds: %s",
    (example, { pattern, better }) => {
      expect(pattern.test(example)).toBe(true);
      expect(constructions.filter((other) => other.pattern.test(better))).toEqual([]);
    },
  );
});

describe("prose", () => {
  test("is in comments and strings of TypeScript, but not in code", () => {
    const code = [
      "/** Reads a file,",
      " * line by line. See `code in it`. */",
      "// One note",
      "// on two lines",
      'const text = "Some text"; const key = "key"; // the end',
      "const made = `${text} is no file`;",
      'test("reads a title", () => {});',
    ].join("\n");
    expect(proseOf("a.ts", code)).toEqual([
      { line: 1, kind: "comment", text: "Reads a file, line by line. See `…`." },
      { line: 3, kind: "comment", text: "One note on two lines" },
      { line: 5, kind: "comment", text: "the end" },
      { line: 5, kind: "string", text: "Some text" },
      { line: 6, kind: "string", text: "… is no file" },
      { line: 7, kind: "title", text: "reads a title" },
    ]);
  });

  test("is in paragraphs of Markdown, but not in code blocks", () => {
    const markdown =
      "# Title\n\nOne `code` line\nand [another](url).\n\n```ts\nconst a = 1;\n```\n- an item\n";
    expect(proseOf("a.md", markdown)).toEqual([
      { line: 1, kind: "markdown", text: "# Title" },
      { line: 3, kind: "markdown", text: "One `…` line and [another]." },
      { line: 9, kind: "markdown", text: "- an item" },
    ]);
  });
});
