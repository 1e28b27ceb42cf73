import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { count } from "../code/count.js";
import type { Contract } from "../contract/contract.js";
import { listedNames } from "../contract/listed.js";
import { nearestWord } from "../contract/nearest-word.js";
import { LineFile } from "../files/line-file.js";
import { UsageError } from "../findings/usage-error.js";
import { BrokerConnections } from "../operate/broker-connections.js";
import { consumedQueues } from "../operate/consumed-queues.js";
import { type DeadQueue, deadQueues } from "../operate/dead-queues.js";
import { dropDead, type FoundLetters } from "../operate/drop-dead.js";
import { eventFamilies } from "../operate/event-families.js";
import { listDead } from "../operate/list-dead.js";
import { replayDead } from "../operate/replay-dead.js";
import { savedMessage } from "../operate/saved-message.js";
import { readMoment, type Selection } from "../operate/selection.js";
import { showDead } from "../operate/show-dead.js";
import { type BrokerFlags, brokerAddress, loadSound } from "./broker-options.js";
import { jsonOfList, jsonOfReplay, jsonOfShown } from "./dead-json.js";
import type { ExitCode, Io } from "./io.js";
import { printList, printReplay, printShown } from "./print-dead.js";
import { progressLine } from "./progress.js";

interface SelectFlags extends BrokerFlags {
  readonly queue: readonly string[];
  readonly service: readonly string[];
  readonly reason: readonly string[];
  readonly event: readonly string[];
  readonly version: readonly string[];
  readonly id: readonly string[];
  readonly since?: string;
  readonly before?: string;
  readonly format: "text" | "json";
}

/** The options of `rabbitgen dead list` as the command line gives them. */
export interface ListFlags extends SelectFlags {
  readonly max: number;
  readonly ids: boolean;
}

/** The options of `rabbitgen dead show`. */
export type ShowFlags = SelectFlags;

/** The options of `rabbitgen dead replay`. */
export interface ReplayFlags extends SelectFlags {
  readonly max?: number;
  readonly dryRun: boolean;
  readonly force: boolean;
}

/** The options of `rabbitgen dead drop`. */
export interface DropFlags extends SelectFlags {
  readonly max?: number;
  readonly save?: string;
  readonly yes: boolean;
}

/** Counts dead letters. */
export async function listDeadLetters(io: Io, flags: ListFlags): Promise<ExitCode> {
  return work(io, flags, "list", async ({ connections, queues, unnamed, walk }) => {
    const list = await listDead(connections, queues, { ...walk, most: flags.max, each: flags.ids });
    if (flags.format === "json") io.out(jsonOfList(list, unnamed));
    else io.out(printList(list, { color: io.color, now: Date.now(), unnamed }));
    return 0;
  });
}

/** Shows one dead letter. */
export async function showDeadLetter(io: Io, id: string | undefined, flags: ShowFlags): Promise<ExitCode> {
  const wanted = id === undefined ? flags : { ...flags, id: [...flags.id, id] };
  return work(io, wanted, "show", async ({ connections, queues, walk }) => {
    const shown = await showDead(connections, queues, walk);
    if (shown === undefined) {
      if (flags.format === "json") io.out(`${JSON.stringify({ message: null })}\n`);
      else io.err("No dead letter matches. Run `rabbitgen dead list` to see what is there.\n");
      return 1;
    }
    if (flags.format === "json") io.out(jsonOfShown(shown));
    else io.out(printShown(shown, { color: io.color, now: Date.now() }));
    return 0;
  });
}

/** Takes dead letters back. */
export async function replayDeadLetters(io: Io, flags: ReplayFlags): Promise<ExitCode> {
  return work(io, flags, "replay", async ({ connections, queues, walk, signal }) => {
    const { max, dryRun, force } = flags;
    const replays = await replayDead(connections, queues, { ...walk, max, dryRun, force });
    if (flags.format === "json") io.out(jsonOfReplay(replays, dryRun));
    else io.out(printReplay(replays, { color: io.color, dryRun }));
    if (signal.aborted) {
      io.err("Interrupted; the remaining messages were not read.\n");
      return 2;
    }
    return replays.some(({ left, unlisted }) => left.length + unlisted > 0) ? 1 : 0;
  });
}

/** Deletes dead letters. */
export async function dropDeadLetters(io: Io, flags: DropFlags): Promise<ExitCode> {
  if (!flags.yes && io.ask === undefined)
    throw new UsageError("Cannot ask for confirmation without a terminal; pass --yes to drop dead letters.");
  const file = flags.save === undefined ? undefined : openNew(io, flags.save);
  try {
    return await work(io, flags, "drop", async ({ connections, queues, walk, end }) => {
      let kept = 0;
      const confirm = async (found: readonly FoundLetters[]): Promise<boolean> => {
        file?.keep();
        kept = file?.lines ?? 0;
        end();
        if (kept > 0) io.err(`Wrote ${count(kept, "message")} to ${flags.save}.\n`);
        return flags.yes || (await agreed(io, found));
      };
      const dropped = await dropDead(connections, queues, {
        ...walk,
        max: flags.max,
        keep: (held, dead) => file?.write(savedMessage(held, dead)),
        confirm,
      });
      if (flags.format === "json") io.out(`${JSON.stringify({ dropped: dropped ?? 0, saved: kept })}\n`);
      else
        io.out(dropped === undefined ? "Dropped nothing.\n" : `Dropped ${count(dropped, "dead letter")}.\n`);
      return dropped === undefined ? 2 : 0;
    });
  } finally {
    file?.close();
  }
}

/** What each of these commands works with. */
interface Desk {
  readonly connections: BrokerConnections;
  readonly queues: readonly DeadQueue[];
  readonly unnamed: ReturnType<typeof consumedQueues>["unnamed"];
  readonly walk: {
    readonly selection: Selection;
    readonly signal: AbortSignal;
    readonly progress: (read: number, all: number) => void;
  };
  readonly signal: AbortSignal;
  /** Ends the line of progress. */
  readonly end: () => void;
}

async function work(
  io: Io,
  flags: SelectFlags,
  command: string,
  does: (desk: Desk) => Promise<ExitCode>,
): Promise<ExitCode> {
  const contract = await loadSound(io, flags.schemas, "; the broker was not queried.");
  const selection = readSelection(flags);
  const { queues, unnamed } = consumedQueues(contract, eventFamilies(contract));
  const wanted = wantedQueues(deadQueues(queues), flags, contract);
  const connections = new BrokerConnections(
    await brokerAddress(io, flags, contract),
    `rabbitgen dead ${command}`,
  );
  const { update, end } = progressLine(io, "Reading dead letters:");
  const { signal } = io;
  const walk = { selection, signal, progress: update };
  try {
    const code = await does({ connections, queues: wanted, unnamed, walk, signal, end });
    end();
    return code;
  } finally {
    end();
    await connections.close();
  }
}

function readSelection({ reason, event, version, id, since, before }: SelectFlags): Selection {
  const now = Date.now();
  const moments = { since: momentOf("--since", since, now), before: momentOf("--before", before, now) };
  return { reasons: reason, events: event, versions: version, ids: id, ...moments };
}

function momentOf(option: string, text: string | undefined, now: number): number | undefined {
  if (text === undefined) return undefined;
  const moment = readMoment(text, now);
  if (moment !== undefined) return moment;
  throw new UsageError(
    `${option} ${text} is neither an age such as 30m, 12h or 7d nor a date such as 2026-11-24T21:30:00Z.`,
  );
}

function wantedQueues(
  queues: readonly DeadQueue[],
  { queue, service }: SelectFlags,
  contract: Contract,
): readonly DeadQueue[] {
  const names = queues.flatMap((each) => [each.queue, each.name]);
  for (const name of queue) if (!names.includes(name)) throw new UsageError(unknown("queue", name, names));
  const services = contract.services.map(({ name }) => name);
  for (const name of service)
    if (!services.includes(name)) throw new UsageError(unknown("service", name, services));
  return queues.filter(
    (each) =>
      (queue.length === 0 || queue.includes(each.queue) || queue.includes(each.name)) &&
      (service.length === 0 || service.includes(each.consumed.service)),
  );
}

function unknown(kind: string, name: string, names: readonly string[]): string {
  const near = nearestWord(name, names);
  const all = names.length === 0 ? "It has none." : `Available: ${listedNames(names)}.`;
  return `contract.json has no ${kind} ${JSON.stringify(name)}. ${near === undefined ? all : `Did you mean ${near}?`}`;
}

function openNew(io: Io, path: string): LineFile {
  const at = resolve(io.cwd, path);
  if (existsSync(at)) throw new UsageError(`--save: ${path} already exists.`);
  try {
    return new LineFile(at);
  } catch (error) {
    throw new UsageError(
      `--save: cannot write ${path}: ${(error as NodeJS.ErrnoException).code ?? String(error)}.`,
    );
  }
}

async function agreed(io: Io, found: readonly FoundLetters[]): Promise<boolean> {
  const all = found.reduce((sum, each) => sum + each.count, 0);
  for (const { dead, count: number } of found) io.err(`  ${number}  ${dead.name}\n`);
  const answer = await io.ask?.(`Permanently drop ${count(all, "dead letter")}? [y/N] `);
  return answer !== undefined && /^y(es)?$/i.test(answer.trim());
}
