import { type ParseError, parse, printParseErrorCode } from "jsonc-parser";
import { marked } from "marked";
import { expect, test } from "vitest";
import type { Finding } from "../../src/findings/finding.js";
import { markdown } from "../../src/report/markdown.js";
import type { Report } from "../../src/report/report.js";
import { cases, evil, hostile, lintReport, refuted, reviewOf } from "./report-fixture.js";

const write = (report: Report) => markdown(report, { color: false });
const render = (text: string) => marked.parse(text, { async: false, gfm: true });

/** The tags of a page in order, without the attributes that the renderer adds. */
const tagsOf = (html: string) => [...html.matchAll(/<(\/?[a-z0-9]+|!--)/g)].map(([, tag]) => tag);

const harmlessText = (finding: Finding): Finding =>
  JSON.parse(JSON.stringify(finding).replaceAll(JSON.stringify(hostile).slice(1, -1), "words")) as Finding;

test.each([
  ["review", reviewOf([evil])],
  ["list", reviewOf([{ ...evil, severity: "info", review: { breaks: [], services: [], uses: [] } }])],
  ["lint", { ...lintReport(), findings: [evil] }],
])("hostile texts change nothing in the markup of a %s", (_, report) => {
  const tame = { ...report, findings: report.findings.map(harmlessText) };
  expect(JSON.stringify(tame.findings)).not.toContain("@team");
  expect(tagsOf(render(write(report)))).toEqual(tagsOf(render(write(tame))));
});

test("places in code that two changes in a row share are listed once", () => {
  const shown = write(reviewOf([refuted, { ...refuted, file: "order_paid/v2.json" }]));
  expect(shown.match(/reads orderId/g)).toHaveLength(1);
  expect(shown.match(/in the same places as the change above/g)).toHaveLength(1);
});

test("what is rendered reads as it was written", () => {
  const message = "a_b __proto__ *c* <d> | `e` @f #1 [g](h) &lt; \\* \\\\ x > y $z$ ~s~";
  const html = render(write({ ...lintReport(), findings: [{ ...refuted, message }] }));
  const [, cell = ""] = /<td>(a_b.*?) \(<code>/.exec(html) ?? [];
  const named = { "&lt;": "<", "&gt;": ">", "&amp;": "&" } as const;
  const text = cell.replace(/&(?:lt|gt|amp|#(\d+));/g, (entity, code: string | undefined) =>
    code === undefined ? named[entity as keyof typeof named] : String.fromCharCode(Number(code)),
  );
  expect(text.replaceAll("\u200b", "")).toBe(message);
});

test("no user is mentioned, no issue is referred to, and nothing is linked", () => {
  const html = render(write(reviewOf([evil]))).replace(/<(code|pre)[^>]*>.*?<\/\1>/gs, "");
  const text = html.replace(/&#(\d+);/g, (_, code) => String.fromCharCode(code));
  expect(text).toContain("team");
  expect(text).not.toMatch(/@\w|#\d|GH-\d|:\/\/|www\.|<a /);
});

test.each(["- x", "+ x", "1. x", "12) x", "= x", "# x", "    x", "> x"])(
  "a text that begins as %j begins no list, heading or quote",
  (message) => {
    const finding = { ...refuted, message, help: message, review: { breaks: [], services: [], uses: [] } };
    const tame = { ...finding, message: "x", help: "x" };
    const page = (each: Finding) => tagsOf(render(write(reviewOf([each, { ...each, severity: "info" }]))));
    expect(page(finding)).toEqual(page(tame));
  },
);

test("the witness is JSON with comments, and the same value", () => {
  const block = /```jsonc\n(.*?)\n```/s.exec(write(reviewOf([refuted])))?.[1] ?? "";
  const errors: ParseError[] = [];
  const value: unknown = parse(block, errors, { disallowComments: false });
  expect(errors.map(({ error }) => printParseErrorCode(error))).toEqual([]);
  expect(value).toEqual(refuted.review?.breaks[0]?.witness);
  expect(block).toContain('"orderId": "o-1", // <-- must have at least 5 characters');
});

test("a long witness is shown around the place that is rejected", () => {
  const witness = Array.from({ length: 5_000 }, (_, index) => index);
  const failures = [{ pointer: "/4000", message: "must be small" }];
  const breaks = [{ direction: "forward", verdict: "refuted", witness, failures } as const];
  const text = write(reviewOf([{ ...refuted, review: { breaks, services: [], uses: [] } }]));
  expect(text).toContain("4000, // <-- must be small");
  expect(text.length).toBeLessThan(3_000);
});

test("a comment that would be too long has whole findings fewer, says so, and is closed properly", () => {
  const many = Array.from({ length: 400 }, (_, index) => ({ ...evil, message: `${index} ${hostile}` }));
  const text = write(reviewOf([...many, { ...refuted, message: "the last" }]));
  const details = text.match(/<\/details>\n/g)?.length ?? 0;
  expect(text.length).toBeLessThan(65_536);
  expect(text.length).toBeGreaterThan(50_000);
  expect(text).toMatch(
    new RegExp(`\n… and ${401 - details} findings more, omitted because of the comment's size limit\\.\n$`),
  );
  expect(text.match(/^<details>$/gm)).toHaveLength(details);
  expect(text).toContain("**This breaks:** 401 errors in 12 events");
});

test("the worst comes first, so that it is what remains", () => {
  const warnings = Array.from({ length: 900 }, () => ({ ...evil, severity: "warning" as const }));
  const text = write(reviewOf([...warnings, { ...refuted, message: "the error" }]));
  expect(text.indexOf("the error")).toBeLessThan(text.indexOf("warning |"));
});

test("begins with the marker, and the verdict is in the first line that is seen", () => {
  const first = (report: Report) => write(report).split("\n").slice(0, 2).join("\n");
  expect(first(reviewOf())).toMatch(/^<!-- rabbitgen review -->\n❌ \*\*This breaks:\*\* 2 errors/);
  expect(first(reviewOf([{ ...refuted, severity: "warning" }]))).toContain("⚠️ **Review before merging:**");
  expect(first(reviewOf([]))).toContain("✅ **Nothing breaks:** no findings");
  expect(first(lintReport())).toMatch(/^<!-- rabbitgen lint -->\n❌ \*\*Lint failed:\*\* 2 warnings/);
});

test("links places where the report has the address, and removed files in the base", () => {
  const html = render(write(cases["review"] as Report));
  const links = [...html.matchAll(/href="([^"]*)"/g)].map(([, link]) => link);
  expect(links[0]).toBe(
    "https://git.example/acme/shop/blob/abc1234/services/orders/schemas/order_old/v1.json#L1",
  );
  expect(links[1]).toBe(
    "https://git.example/acme/shop/blob/head/services/orders/schemas/order_paid/v1.json#L4",
  );
});

test("a text is cut between characters, also in an address", () => {
  const message = `${"x".repeat(599)}🐇 and more`;
  const report = {
    ...reviewOf([{ ...refuted, message, file: "a\ud800.json" }]),
    links: { new: "https://git.example/" },
  };
  expect(write(report)).toContain("xx… |");
  expect(write(report)).toContain("schemas/a%EF%BF%BD.json#L4>)");
});

test("an address is encoded whatever the file is called", () => {
  const file = "a)b>c d#e?f.json";
  const report = { ...reviewOf([{ ...refuted, file }]), links: { new: "https://git.example/" } };
  expect(write(report)).toContain(
    "](<https://git.example/services/orders/schemas/a%29b%3Ec%20d%23e%3Ff.json#L4>)",
  );
});
