import { expect, test } from "vitest";
import type { Finding } from "../../src/findings/finding.js";
import { capFindings } from "../../src/report/cap-findings.js";

const finding = (rule: string, file: string): Finding => ({ rule, file, severity: "error", message: "m" });
const times = (number: number, rule: string, file: string): Finding[] =>
  Array.from({ length: number }, () => finding(rule, file));

test("fifty findings of a rule in a file are all shown", () => {
  const all = [...times(50, "a", "f"), ...times(50, "b", "f"), ...times(50, "a", "g")];
  expect(capFindings(all, "schemas")).toEqual({ shown: all, rest: [] });
});

test("of more, the first are shown and the others counted", () => {
  const { shown, rest } = capFindings([...times(60_000, "a", "f"), finding("b", "f")], "schemas");
  expect(shown).toHaveLength(51);
  expect(rest).toEqual(["59950 more findings of a in schemas/f"]);
});

test("a thousand are shown in all, and as many lines of counts as a person reads", () => {
  const all = Array.from({ length: 5000 }, (_, index) => finding("a", `f${index}`));
  const { shown, rest } = capFindings(all, "");
  expect(shown).toHaveLength(1000);
  expect(rest).toHaveLength(51);
  expect(rest.at(-1)).toBe("3950 more findings in other files");
});
