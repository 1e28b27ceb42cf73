import { escapeXml } from "../../src/report/xml.js";
import type { Theme } from "./theme.js";

const mono = "ui-monospace, SFMono-Regular, Menlo, Consolas, 'Liberation Mono', monospace";
const lineHeight = 17;
const charWidth = 7.3;

/** What the command line prints in color, in the order in which it is looked for. */
const colored: readonly (readonly [RegExp, keyof Theme])[] = [
  [/^\S+:\d+:\d+ error .*/, "bad"],
  [/^ +breaks [^.]*\./, "bad"],
  [/^ *> .*<--.*|^ +\| +\^+/, "bad"],
  [/^ +(?:services|rollout|help):/, "command"],
  [/^ +[> ] +\d* +\|.*|^ {2,4}[> ] *\d+ \|.*/, "quiet"],
];

/** A session in a terminal as SVG: the command after a prompt, and what it printed. */
export function terminalSvg(command: string, output: string, theme: Theme): string {
  const lines = output.trimEnd().split("\n").flatMap(wrapped);
  const width = Math.ceil(Math.max(...lines.map((line) => line.length)) * charWidth + 40);
  const height = (lines.length + 1) * lineHeight + 70;
  const at = (index: number): number => 64 + index * lineHeight;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" aria-labelledby="d" font-family="${mono}" font-size="12">`,
    `<title id="d">${escapeXml(`In a terminal: ${command} prints: ${output.trimEnd()}`)}</title>`,
    `<rect x="0.5" y="0.5" width="${width - 1}" height="${height - 1}" rx="8" fill="${theme.panel}" stroke="${theme.line}"/>`,
    ...["bad", "broker", "good"].map(
      (color, index) =>
        `<circle cx="${20 + index * 18}" cy="20" r="5.5" fill="${theme[color as "bad" | "broker" | "good"]}"/>`,
    ),
    row(`$ ${command}`, at(0), theme.text, 600),
    ...lines.map((line, index) => coloredRow(line, at(index + 1), theme)),
    "</svg>",
    "",
  ].join("\n");
}

function coloredRow(line: string, y: number, theme: Theme): string {
  const [pattern, color] = colored.find(([one]) => one.test(line)) ?? [/$/, "text"];
  const [found = ""] = pattern.exec(line) ?? [];
  const rest = line.slice(found.length);
  return `<text x="20" y="${y}" xml:space="preserve"><tspan fill="${theme[color]}">${escapeXml(found)}</tspan><tspan fill="${theme.text}">${escapeXml(rest)}</tspan></text>`;
}

function row(line: string, y: number, fill: string, weight: number): string {
  return `<text x="20" y="${y}" xml:space="preserve" fill="${fill}" font-weight="${weight}">${escapeXml(line)}</text>`;
}

/** A long line at the width of a terminal of 104 columns. */
function wrapped(line: string): readonly string[] {
  const columns = 104;
  if (line.length <= columns) return [line];
  const cut = line.lastIndexOf(" ", columns);
  return [line.slice(0, cut), ...wrapped(`    ${line.slice(cut + 1)}`)];
}
