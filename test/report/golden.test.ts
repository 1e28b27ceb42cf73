import { expect, test } from "vitest";
import { type Format, reportFormats } from "../../src/report/formats.js";
import { reporters } from "../../src/report/reporters.js";
import { cases } from "./report-fixture.js";

const extensions: Readonly<Record<Format, string>> = {
  text: "txt",
  json: "json",
  github: "txt",
  markdown: "md",
  sarif: "json",
  junit: "xml",
  gitlab: "json",
  approvals: "json",
};

const pairs = reportFormats.flatMap((format) => Object.keys(cases).map((name) => [format, name] as const));

test.each(pairs)("%s writes the %s report as it did", async (format, name) => {
  const report = cases[name];
  if (report === undefined) throw new Error(name);
  const written = reporters[format](report, { color: false });
  await expect(written).toMatchFileSnapshot(`golden/${format}.${name}.${extensions[format]}`);
});

test.each(pairs)(
  "%s ends the %s report with one newline and shows every control character",
  (format, name) => {
    const report = cases[name];
    if (report === undefined) throw new Error(name);
    const written = reporters[format](report, { color: false });
    expect(written).toMatch(format === "github" ? /^$|[^\n]\n$/ : /[^\n]\n$/);
    expect(written.replaceAll("\n", "")).not.toMatch(
      /[\p{Cc}\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069\u2028\u2029]/u,
    );
    expect(reporters[format](report, { color: false })).toBe(written);
  },
);

test("only the text report has colors, and only when it is asked for them", () => {
  for (const format of reportFormats) {
    const colored = reporters[format](cases["review"] as NonNullable<(typeof cases)[string]>, {
      color: true,
    });
    expect(colored.includes("\u001b["), format).toBe(format === "text");
  }
});
