import type { MessageReport } from "./describe-happening.js";

/** Widths that fit most names, so that the columns of a quiet log stand below each other. */
const widths = { event: 24, validity: 10 };

/**
 * A report as a line without its end, such as
 * `14:03:22.118  order_paid v2             valid       → svc-billing.order_paid in /shop`; the virtual host `/` is left
 * out.
 */
export function reportLine(report: MessageReport): string {
  const { kind, at, vhost, event, version, validity, reason, why, deadLetter, from, queues } = report;
  const name = event === undefined ? "(unknown event)" : [event, version].filter(Boolean).join(" ");
  const to = `${queues.length === 0 ? "no queue" : queues.join(", ")}${vhost === "/" ? "" : ` in ${vhost}`}`;
  const word = kind === "published" ? validity : kind;
  const because = [reason, why].filter(Boolean).join(": ");
  const columns = [
    at.slice("2026-11-24T".length, -1),
    name.padEnd(widths.event),
    word.padEnd(widths.validity),
    `${from === undefined ? "" : `${from} `}→ ${to}`,
    ...(deadLetter === undefined ? [] : [`(dead letter: ${deadLetter})`]),
    ...(because === "" ? [] : [`(${because})`]),
  ];
  return columns.join("  ");
}
