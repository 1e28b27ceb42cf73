import { expect, test } from "vitest";
import { json } from "../../src/report/json.js";
import { text } from "../../src/report/text.js";
import { evil, refuted, reviewOf } from "./report-fixture.js";

const plain = (findings: Parameters<typeof reviewOf>[0]) => text(reviewOf(findings), { color: false });

test("marks the place where the message is rejected, as compare does", () => {
  expect(plain([refuted])).toContain('    >   "orderId": "o-1",    <-- must have at least 5 characters\n');
});

test("lists the places of code once for findings in a row that have the same", () => {
  const shown = plain([refuted, { ...refuted, file: "order_paid/v2.json" }]);
  expect(shown.match(/reads orderId/g)).toHaveLength(1);
  expect(shown).toContain("\n  used in: as above\n");
  const [use] = refuted.review?.uses ?? [];
  const review = { breaks: [], services: [], uses: use === undefined ? [] : [{ ...use, line: 13 }] };
  expect(plain([refuted, { ...refuted, review }, refuted])).not.toContain("as above");
});

test("shows the lines of the base for what is gone, and says so", () => {
  const gone = { ...refuted, review: { breaks: [], services: [], uses: [], gone: true } };
  expect(plain([gone])).toContain("(in origin/main)");
  expect(plain([gone])).toContain('> 4 |     "orderId": { "type": "string" },\n');
});

test("keeps every hostile text on the line where it belongs", () => {
  const lines = plain([evil]).split("\n");
  expect(lines.filter((line) => /^\s*(?:::|##\[)/.test(line))).toEqual([]);
  expect(lines.filter((line) => line.startsWith("  help: "))).toHaveLength(1);
});

test("shows the lines of a file without letting them act, each character at its column", () => {
  const report = { ...reviewOf([refuted]), textOf: () => '\n\n\n\t"\u202e\u001b[2J"' };
  expect(text(report, { color: false })).toContain('  > 4 |  "··[2J"\n');
});

test("counts accepted findings apart, and says nothing of a base that there is not", () => {
  const { base: _, ...report } = reviewOf();
  expect(text({ ...report, command: "lint" }, { color: false })).toMatch(
    /\n2 errors, 1 warning, 1 note, 1 accepted in 12 events\n$/,
  );
});

test("gives programs the witness as it is", () => {
  const { findings } = JSON.parse(json(reviewOf([evil]), { color: false })) as {
    findings: { review: { breaks: { witness: unknown }[] } }[];
  };
  expect(findings[0]?.review.breaks[0]?.witness).toEqual(evil.review?.breaks[0]?.witness);
});
