import { isUtf8 } from "node:buffer";
import { headersOf } from "../../runtime/wire/message-origin.js";
import { visibleJson } from "../code/visible.js";
import type { UnnamedQueue } from "../operate/consumed-queues.js";
import type { DeadList } from "../operate/list-dead.js";
import type { QueueReplay } from "../operate/replay-dead.js";
import { readableHeaders, summaryOf } from "../operate/saved-message.js";
import type { ShownLetter } from "../operate/show-dead.js";

/** `rabbitgen dead list --format json`. */
export function jsonOfList({ groups, queues, letters }: DeadList, unnamed: readonly UnnamedQueue[]): string {
  return printed({
    groups,
    queues: queues.map(({ dead, ready, read }) => ({
      vhost: dead.vhost ?? null,
      queue: dead.queue,
      deadQueue: dead.name,
      service: dead.consumed.service,
      exists: ready !== undefined,
      messages: ready ?? 0,
      read,
    })),
    unnamed,
    ...(letters && {
      messages: letters.map(({ dead, letter }) => ({
        vhost: dead.vhost ?? null,
        queue: dead.queue,
        deadQueue: dead.name,
        ...summaryOf(letter),
      })),
    }),
  });
}

/** `rabbitgen dead show --format json`. */
export function jsonOfShown({
  dead,
  message,
  letter,
  target,
  today,
  unreadable,
  others,
}: ShownLetter): string {
  const { content } = message;
  return printed({
    message: {
      vhost: dead.vhost ?? null,
      queue: dead.queue,
      deadQueue: dead.name,
      ...summaryOf(letter),
      stack: letter.stack ?? null,
      causes: letter.causes,
      failures: letter.failures,
      replay: {
        target,
        obstacle:
          today === undefined ? null : { reason: today.reason, why: today.why, failures: today.failures },
      },
      unreadableHeaders: unreadable,
      headers: readableHeaders(headersOf(message)),
      ...(isUtf8(content) ? { body: content.toString("utf8") } : { bodyBase64: content.toString("base64") }),
    },
    others,
  });
}

/** `rabbitgen dead replay --format json`. */
export function jsonOfReplay(replays: readonly QueueReplay[], dryRun: boolean): string {
  return printed({
    dryRun,
    replayed: replays.reduce((sum, { replayed }) => sum + replayed, 0),
    left: replays.reduce((sum, { left, unlisted }) => sum + left.length + unlisted, 0),
    queues: replays.map(({ dead, exists, replayed, left, unlisted }) => ({
      vhost: dead.vhost ?? null,
      queue: dead.queue,
      deadQueue: dead.name,
      exists,
      replayed,
      left: left.map(({ kind, reason, why, failures, letter }) => ({
        kind,
        why,
        wouldBe: reason,
        failures,
        message: summaryOf(letter),
      })),
      unlisted,
    })),
  });
}

function printed(value: unknown): string {
  return `${visibleJson(value)}\n`;
}
