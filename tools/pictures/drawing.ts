import { escapeXml } from "../../src/report/xml.js";
import type { Theme } from "./theme.js";

/** A point in the picture, in pixels from its upper left corner. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** What a box stands for; each kind has a color of its own. */
export type Kind = "file" | "command" | "service" | "broker" | "good" | "bad";

/** A box with a title and lines below it. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly kind: Kind;
  readonly title: string;
  readonly lines?: readonly string[];
}

/** An arrow through points, with a label; `dashed` for what happens later or not always. */
export interface Arrow {
  readonly points: readonly Point[];
  readonly label?: string;
  /** The middle of the label; by default just above the middle of the first stretch. */
  readonly labelAt?: Point;
  readonly dashed?: boolean;
  readonly kind?: "good" | "bad";
}

/** A picture of boxes and arrows. */
export interface Drawing {
  readonly width: number;
  readonly height: number;
  /** A text alternative for screen readers: what the picture shows. */
  readonly description: string;
  readonly boxes: readonly Box[];
  readonly arrows: readonly Arrow[];
}

const sans = "ui-sans-serif, system-ui, 'Segoe UI', Helvetica, Arial, sans-serif";

/** A drawing as SVG in the colors of a theme. */
export function drawingSvg(drawing: Drawing, theme: Theme): string {
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${drawing.width}" height="${drawing.height}" viewBox="0 0 ${drawing.width} ${drawing.height}" role="img" aria-labelledby="d" font-family="${sans}">`,
    `<title id="d">${escapeXml(drawing.description)}</title>`,
    `<defs>${["line", "good", "bad"].map((kind) => arrowHead(kind as "line" | "good" | "bad", theme)).join("")}</defs>`,
    ...drawing.arrows.map((arrow) => arrowSvg(arrow, theme)),
    ...drawing.boxes.map((box) => boxSvg(box, theme)),
    "</svg>",
    "",
  ].join("\n");
}

function arrowHead(kind: "line" | "good" | "bad", theme: Theme): string {
  return `<marker id="${kind}" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" markerHeight="8" orient="auto"><path d="M0 0 8 4 0 8Z" fill="${theme[kind]}"/></marker>`;
}

function boxSvg({ x, y, width, height, kind, title, lines = [] }: Box, theme: Theme): string {
  const middle = x + width / 2;
  const first = y + height / 2 - (lines.length * 17) / 2 + 5;
  return [
    `<rect x="${x}" y="${y}" width="${width}" height="${height}" rx="6" fill="${theme.panel}" stroke="${theme[kind]}" stroke-width="1.5"/>`,
    `<text x="${middle}" y="${first}" text-anchor="middle" font-size="14" font-weight="600" fill="${theme.text}">${escapeXml(title)}</text>`,
    ...lines.map(
      (line, index) =>
        `<text x="${middle}" y="${first + 17 * (index + 1)}" text-anchor="middle" font-size="12" fill="${theme.quiet}">${escapeXml(line)}</text>`,
    ),
  ].join("\n");
}

function arrowSvg({ points, label, labelAt, dashed = false, kind }: Arrow, theme: Theme): string {
  const color = kind ?? "line";
  const path = points.map(({ x, y }, index) => `${index === 0 ? "M" : "L"}${x} ${y}`).join(" ");
  const [from = { x: 0, y: 0 }, to = from] = points;
  const at = labelAt ?? { x: (from.x + to.x) / 2, y: (from.y + to.y) / 2 - 8 };
  return [
    `<path d="${path}" fill="none" stroke="${theme[color]}" stroke-width="1.5"${dashed ? ' stroke-dasharray="5 4"' : ""} marker-end="url(#${color})"/>`,
    ...(label ?? "")
      .split("\n")
      .flatMap((line, index) =>
        line === ""
          ? []
          : [
              `<text x="${at.x}" y="${at.y + 15 * index}" text-anchor="middle" font-size="12" fill="${kind === undefined ? theme.quiet : theme[kind]}">${escapeXml(line)}</text>`,
            ],
      ),
  ].join("\n");
}
