import { isUtf8 } from "node:buffer";
import pc from "picocolors";
import type { Failure } from "../../runtime/contract/event-version.js";
import { decodeContent, stripEnvelope } from "../../runtime/wire/body.js";
import { hasBodyEnvelope } from "../../runtime/wire/identify-version.js";
import { count } from "../code/count.js";
import { visible } from "../code/visible.js";
import type { Json } from "../json/json.js";
import type { UnnamedQueue } from "../operate/consumed-queues.js";
import type { DeadList } from "../operate/list-dead.js";
import type { LeftLetter, QueueReplay } from "../operate/replay-dead.js";
import { isoOf } from "../operate/saved-message.js";
import { age } from "../operate/selection.js";
import type { ShownLetter } from "../operate/show-dead.js";
import { shorten } from "../report/shorten.js";
import { table } from "../report/table.js";
import { markedWitness } from "../report/witness.js";

/** How to print, and what time it is (ms). */
interface Setting {
  readonly color: boolean;
  readonly now: number;
}

/** A list as a person reads it. */
export function printList(
  { groups, queues, letters }: DeadList,
  { color, now, unnamed }: Setting & { readonly unnamed: readonly UnnamedQueue[] },
): string {
  const paint = pc.createColors(color);
  const ago = (time: string | null): string => (time === null ? "" : age(now - Date.parse(time)));
  const hasVhosts = queues.some(({ dead }) => dead.vhost !== undefined);
  const rows =
    letters?.map(({ dead, letter }) => [
      ...(hasVhosts ? [dead.vhost ?? null] : []),
      dead.name,
      letter.reason,
      letter.event ?? null,
      letter.version ?? null,
      ago(isoOf(letter.time)),
      letter.messageId ?? "(none)",
    ]) ??
    groups.map((group) => [
      ...(hasVhosts ? [group.vhost] : []),
      group.deadQueue,
      group.reason,
      group.event,
      group.version,
      group.count,
      ago(group.oldest),
      ago(group.newest),
    ]);
  const head = [
    ...(hasVhosts ? ["VHOST"] : []),
    "QUEUE",
    "REASON",
    "EVENT",
    "VERSION",
    ...(letters === undefined ? ["COUNT", "OLDEST", "NEWEST"] : ["AGE", "MESSAGE ID"]),
  ];
  const all = groups.reduce((sum, { count }) => sum + count, 0);
  const known = queues.filter(({ ready }) => ready !== undefined).length;
  const withoutId = letters?.filter(({ letter }) => letter.messageId === undefined).length ?? 0;
  const notes = [
    ...withoutIdLines(withoutId, "message"),
    ...queues.flatMap(({ dead, ready, read }) =>
      ready === undefined ? [`${dead.name} does not exist.`] : unread(dead.name, ready, read),
    ),
    ...unnamed.map(
      ({ service, event }) =>
        `${service} reads ${event} from a queue that contract.json does not name; it was skipped.`,
    ),
  ];
  return [
    ...(rows.length > 0 ? [table(head, rows, paint.bold), "\n"] : []),
    `${count(all, "dead letter")} in ${count(known, "queue")}.\n`,
    ...notes.map((note) => `${visible(note)}\n`),
  ].join("");
}

function unread(queue: string, ready: number, read: number): string[] {
  return read < ready ? [`Only ${read} of ${ready} messages in ${queue} were read (--max).`] : [];
}

/** A dead letter as a person reads it. */
export function printShown(shown: ShownLetter, { color, now }: Setting): string {
  const { dead, letter, target, today, unreadable } = shown;
  const paint = pc.createColors(color);
  const { error, causes, stack, failures, time, published } = letter;
  const line = (name: string, text: string | number | undefined | null): string[] =>
    text === undefined || text === null ? [] : [`${`${name}:`.padEnd(14)}${visible(String(text))}`];
  const when = (at: number | undefined): string | undefined =>
    at === undefined ? undefined : `${isoOf(at) ?? at} (${age(now - at)} ago)`;
  const body = bodyLines(shown);
  return [
    paint.bold(
      visible(
        `${letter.event ?? "unknown event"} ${letter.version ?? "of unknown version"}: ${letter.reason}`,
      ),
    ),
    ...line("message id", letter.messageId),
    ...line("queue", `${dead.name}${dead.vhost === undefined ? "" : ` in ${dead.vhost}`}`),
    ...line("came from", target),
    ...line("rejected by", letter.service),
    ...line("died", when(time)),
    ...line("attempts", letter.attempts),
    ...line("published", when(published)),
    ...line("publisher", letter.publisher),
    ...line(
      "exchange",
      `${letter.exchange === "" ? "(default)" : letter.exchange}  routing key ${letter.routingKey}`,
    ),
    ...line("error", error === undefined ? undefined : `${error.name}: ${error.message}`),
    ...causes.flatMap(({ name, message }) => line("caused by", `${name}: ${message}`)),
    ...(unreadable.length === 0 ? [] : line("unreadable", unreadable.join(", "))),
    ...(failures.length === 0 ? [] : ["", "Validation failures:", ...failures.map(failureLine)]),
    ...(stack === undefined ? [] : ["", ...stack.split("\n").map((each) => paint.dim(visible(each)))]),
    "",
    `Body (${letter.bytes} bytes):`,
    ...body,
    "",
    today === undefined
      ? paint.green(`A replay would return it to ${visible(target)}; it is valid under the current schema.`)
      : paint.red(`A replay would dead-letter it again: ${visible(`${today.reason}, ${today.why}`)}`),
    ...othersLines(shown.others),
    "",
  ].join("\n");
}

function othersLines({ count: more, isAll, ids, withoutId }: ShownLetter["others"]): readonly string[] {
  if (more === 0)
    return isAll ? [] : ["", "More messages may match: `rabbitgen dead list` reads more of each queue."];
  const named = ids.length === 0 ? "" : `; other ids: ${visible(ids.join(", "))}`;
  const rest = more - withoutId > ids.length ? ", …" : "";
  return [
    "",
    `1 of ${isAll ? "" : "at least "}${more + 1} that match${named}${rest}`,
    ...(ids.length === 0 ? [] : ["Show one with `rabbitgen dead show <id>`."]),
    ...withoutIdLines(withoutId, "other"),
  ];
}

/** How to select what has no id, as messages of other clients may. */
function withoutIdLines(number: number, noun: string): readonly string[] {
  if (number === 0) return [];
  return [
    `${count(number, noun)} without a message id: narrow the selection with --queue, --reason, --since and --before.`,
  ];
}

function failureLine({ path, message }: Failure): string {
  return `  ${visible(`${path || "(the event)"} ${message}`)}`;
}

/** The body with the places marked where it fails, by the schemas of now, else as it was written in its headers. */
function bodyLines({ message, dead, letter, today }: ShownLetter): readonly string[] {
  const decoded = decodeContent(message.content, message.properties.contentEncoding);
  const bytes = "value" in decoded ? decoded.value : message.content;
  const failures = (today?.failures.length ? today.failures : letter.failures).map(
    ({ path, message: text }) => ({
      pointer: path,
      message: text,
    }),
  );
  try {
    const value: unknown = JSON.parse(bytes.toString("utf8"));
    const family = dead.consumed.plan.families.find(({ event }) => event === letter.event);
    const payload = family !== undefined && hasBodyEnvelope(family) ? stripEnvelope(value) : value;
    return markedWitness({ witness: payload as Json, failures });
  } catch {
    if (!isUtf8(bytes)) return [`      (not UTF-8) ${bytes.subarray(0, 200).toString("hex")}`];
    const lines = bytes.toString("utf8").split("\n").slice(0, 40);
    return lines.map((line) => `      ${visible(shorten(line, 300))}`);
  }
}

/** What a replay did, as a person reads it. */
export function printReplay(
  replays: readonly QueueReplay[],
  { color, dryRun }: { readonly color: boolean; readonly dryRun: boolean },
): string {
  const paint = pc.createColors(color);
  const lines = replays.flatMap(({ dead, replayed, left, unlisted }) => [
    ...(replayed === 0
      ? []
      : [`${dryRun ? "Would replay" : "Replayed"} ${replayed} to ${visible(dead.queue)}.`]),
    ...left.flatMap((one) => leftLines(one, dead.name, paint)),
    ...(unlisted === 0 ? [] : [`… and ${unlisted} more remain in ${visible(dead.name)}.`]),
  ]);
  const replayed = replays.reduce((sum, each) => sum + each.replayed, 0);
  const stay = replays.reduce((sum, { left, unlisted }) => sum + left.length + unlisted, 0);
  const total = `${replayed} ${dryRun ? "would be replayed" : "replayed"}, ${stay} left.`;
  const hint = replays.some(({ left }) => left.some(({ kind }) => kind === "would-fail"))
    ? " Pass --force to also replay messages that would be dead-lettered again."
    : "";
  return [...lines, `${total}${hint}`, ""].join("\n");
}

function leftLines(
  { letter, reason, why, failures }: LeftLetter,
  queue: string,
  paint: ReturnType<typeof pc.createColors>,
): string[] {
  const what = `${letter.event ?? "unknown event"} ${letter.version ?? ""}`.trimEnd();
  return [
    `${paint.yellow("left")} ${visible(letter.messageId ?? "(no message id)")} in ${visible(queue)}: ${visible(what)}, ${visible(reason)}`,
    ...(failures.length > 0 ? failures.map(failureLine) : [`  ${visible(shorten(why, 1_000))}`]),
  ];
}
