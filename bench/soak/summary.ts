import type { Certainty } from "../../generated/index.js";

/** What became of all events, in numbers. */
export interface Summary {
  readonly events: number;
  confirmed: number;
  readonly rejected: Record<Certainty, number>;
  /** Publishes whose promise did not settle. */
  unsettled: number;
  handled: number;
  deadLetters: number;
  /** Messages in the dead-letter queue by `rabbitgen-reason`, or by the broker's own. */
  readonly reasons: ReadonlyMap<string, number>;
  /** Neither handled nor dead-lettered, and in a queue at the end. */
  stillQueued: number;
  /** Ids that were confirmed and are nowhere. */
  readonly lost: number[];
  /** Ids that were rejected as not sent or refused, and yet are there. */
  readonly denied: number[];
  readonly duplicates: Duplicates;
}

/** Events that were seen once more than needed, by where that comes from as far as it is known. */
export interface Duplicates {
  /** Delivered again: the ack of the first handling did not reach the broker. */
  redelivered: number;
  /** The publisher lost its channel with the event in flight, and sent it again. */
  resent: number;
  /** Copied to a retry or dead-letter queue more than once. */
  copied: number;
  unexplained: number;
}

/** All at 0, for an account to add to. */
export function emptySummary(events: number, reasons: ReadonlyMap<string, number>): Summary {
  return {
    events,
    confirmed: 0,
    rejected: { "not-sent": 0, refused: 0, unknown: 0 },
    unsettled: 0,
    handled: 0,
    deadLetters: 0,
    reasons,
    stillQueued: 0,
    lost: [],
    denied: [],
    duplicates: { redelivered: 0, resent: 0, copied: 0, unexplained: 0 },
  };
}

/** How often an event was seen once more than needed. */
export function duplicateCount({ redelivered, resent, copied, unexplained }: Duplicates): number {
  return redelivered + resent + copied + unexplained;
}

/** Whether nothing is lost, every publish was answered, and no answer was wrong. */
export function isWhole({ lost, unsettled, denied }: Summary): boolean {
  return lost.length === 0 && unsettled === 0 && denied.length === 0;
}

/** One line for each number. */
export function summaryText(summary: Summary): string {
  const { rejected, duplicates, reasons } = summary;
  const each = [...reasons].map(([reason, count]) => `${reason} ${count}`).join(", ");
  const rows: readonly (readonly [string, number, string?])[] = [
    ["events", summary.events],
    ["confirmed", summary.confirmed],
    ["rejected as not sent", rejected["not-sent"]],
    ["rejected as refused", rejected.refused],
    ["rejected as unknown", rejected.unknown],
    ["without an answer", summary.unsettled],
    ["handled", summary.handled],
    [
      "duplicates",
      duplicateCount(duplicates),
      `redelivered ${duplicates.redelivered}, resent by the publisher ${duplicates.resent}, copied twice ${duplicates.copied}, unexplained ${duplicates.unexplained}`,
    ],
    ["dead letters", summary.deadLetters, each],
    ["still queued", summary.stillQueued],
    ["rejected, and yet there", summary.denied.length, some(summary.denied)],
    ["LOST", summary.lost.length, some(summary.lost)],
  ];
  return rows
    .map(([name, count, more = ""]) => `${name.padEnd(24)} ${String(count).padStart(8)}  ${more}`.trimEnd())
    .join("\n");
}

function some(ids: readonly number[]): string {
  return ids.length === 0 ? "" : `ids ${ids.slice(0, 10).join(", ")}${ids.length > 10 ? ", …" : ""}`;
}
