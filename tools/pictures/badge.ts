import { escapeXml } from "../../src/report/xml.js";

const charWidth = 6.6;

/** A badge as SVG: a label and a value on a background of their own, readable on light and dark pages. */
export function badgeSvg(label: string, value: string): string {
  const [left, right] = [label, value].map((text) => Math.ceil(text.length * charWidth + 14)) as [
    number,
    number,
  ];
  const width = left + right;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="20" viewBox="0 0 ${width} 20" role="img" aria-labelledby="d" font-family="Verdana, 'DejaVu Sans', sans-serif" font-size="11" fill="#ffffff" text-anchor="middle">`,
    `<title id="d">${escapeXml(`${label}: ${value}`)}</title>`,
    `<rect width="${width}" height="20" rx="3" fill="#424a53"/>`,
    `<path d="M${left} 0H${width - 3}a3 3 0 0 1 3 3V17a3 3 0 0 1 -3 3H${left}Z" fill="#0a6c74"/>`,
    `<text x="${left / 2}" y="14" textLength="${left - 12}">${escapeXml(label)}</text>`,
    `<text x="${left + right / 2}" y="14" textLength="${right - 12}">${escapeXml(value)}</text>`,
    "</svg>",
    "",
  ].join("\n");
}
