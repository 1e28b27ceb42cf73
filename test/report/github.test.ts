import { expect, test } from "vitest";
import { github } from "../../src/report/github.js";
import { workflowCommand } from "../../src/report/workflow-command.js";
import { evil, refuted, reviewOf } from "./report-fixture.js";

interface Command {
  readonly level: string;
  readonly properties: Readonly<Record<string, string>>;
  readonly message: string;
}

/** Reads a line as the runner does: a command, its properties split at `,` and `=`, then unescaped. */
function parse(line: string): Command {
  const [, level = "", listed = "", data = ""] = /^::(\w+) ([^:]*(?::(?!:)[^:]*)*)::(.*)$/.exec(line) ?? [];
  const unescape = (text: string) =>
    text.replace(/%(0D|0A|3A|2C|25)/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
  const properties = listed.split(",").map((pair) => {
    const at = pair.indexOf("=");
    return [pair.slice(0, at), unescape(pair.slice(at + 1))] as const;
  });
  return { level, properties: Object.fromEntries(properties), message: unescape(data) };
}

const commands = (findings: Parameters<typeof reviewOf>[0]): Command[] =>
  github(reviewOf(findings), { color: false }).split("\n").slice(0, -1).map(parse);

test("escapes data and properties so that the runner reads them back", () => {
  const [message, title] = ["50 %\r\n::error::x", "a: b, c=%2C\n::warning::y"];
  const line = workflowCommand("error", { file: "a,b:c.json", line: 3, title }, message);
  expect(line).toBe(
    "::error file=a%2Cb%3Ac.json,line=3,title=a%3A b%2C c=%252C%0A%3A%3Awarning%3A%3Ay::50 %25%0D%0A::error::x",
  );
  expect(parse(line)).toEqual({
    level: "error",
    properties: { file: "a,b:c.json", line: "3", title },
    message,
  });
});

test("one finding is one command, whatever its texts are", () => {
  const [command, ...rest] = commands([evil]);
  expect(rest).toEqual([]);
  expect(command?.level).toBe("error");
  expect(Object.keys(command?.properties ?? {})).toEqual([
    "file",
    "line",
    "col",
    "endLine",
    "endColumn",
    "title",
  ]);
  expect(command?.properties["file"]).toBe("services/orders/schemas/order_paid/a b#c?%:|`@x,·.json");
});

test("what is gone has no place in the head; its message says where it was", () => {
  const gone = { ...refuted, review: { breaks: [], services: [], uses: [], gone: true } };
  const [command] = commands([gone]);
  expect(Object.keys(command?.properties ?? {})).toEqual(["title"]);
  expect(command?.message).toContain("was at services/orders/schemas/order_paid/v1.json:4:49 in origin/main");
});

test("gives no columns to a place of several lines, which GitHub would refuse", () => {
  const [command] = commands([{ ...refuted, range: { line: 1, column: 1, endLine: 3, endColumn: 2 } }]);
  expect(command?.properties).toMatchObject({ line: "1", endLine: "3" });
  expect(command?.properties).not.toHaveProperty("col");
});

test("errors come first, accepted findings are notices, with their reason", () => {
  const accepted = {
    ...refuted,
    review: { breaks: [], services: [], uses: [], accepted: { reason: "known" } },
  };
  const levels = commands([accepted, { ...refuted, severity: "warning" }, refuted]);
  expect(levels.map(({ level }) => level)).toEqual(["error", "warning", "notice"]);
  expect(levels[2]?.message).toContain("accepted: known");
});

test("says before the notices that GitHub does not show everything", () => {
  const many = Array.from({ length: 12 }, () => refuted);
  const notes = Array.from({ length: 10 }, () => ({ ...refuted, severity: "info" as const }));
  expect(commands([...many.slice(2), ...notes])).toHaveLength(20);
  const shown = commands([...many, ...notes]);
  expect(shown).toHaveLength(23);
  expect(shown[12]).toMatchObject({ level: "notice" });
  expect(shown[12]?.message).toMatch(/^2 errors, 1 notice more in this step's log: 12 errors, 10 notes in/);
});
