import { PublishError, UnroutableError } from "../../runtime/errors/publish-error.js";
import { count } from "../code/count.js";
import type { Contract, Event, EventVersion } from "../contract/contract.js";
import { findVersion } from "../contract/find-version.js";
import { listedNames } from "../contract/listed.js";
import type { Finding } from "../findings/finding.js";
import { UsageError } from "../findings/usage-error.js";
import type { Json } from "../json/json.js";
import { type CheckedMessage, messageChecker } from "../messages/check-message.js";
import { eventVersion } from "../operate/event-families.js";
import { publishAll } from "../operate/publish-all.js";
import { sampleEvents } from "../samples/index.js";
import { type BrokerFlags, brokerAddress, loadSound } from "./broker-options.js";
import type { ExitCode, Io } from "./io.js";
import { printFindings } from "./print-findings.js";
import { progressLine } from "./progress.js";
import { readMessageFile } from "./read-message-file.js";

/** The options of `rabbitgen publish` as the command line gives them. */
export interface PublishFlags extends BrokerFlags {
  readonly service?: string;
  readonly count?: number;
  readonly rate?: number;
  readonly header: readonly string[];
  readonly routingKey: readonly string[];
  readonly sample?: true;
  readonly seed?: number;
  readonly format: "text" | "json";
}

/** Different samples of one command; more messages than that are these in turn. */
const MOST_SAMPLES = 1_000;

/** A message to publish, by the name that findings call it. */
interface NamedMessage {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** Publishes messages of one version of an event, once all of them are valid. */
export async function publishMessages(
  io: Io,
  name: string,
  label: string,
  file: string | undefined,
  flags: PublishFlags,
): Promise<ExitCode> {
  if (flags.sample && file !== undefined) throw new UsageError("Pass a file or --sample, not both.");
  if (!flags.sample && flags.seed !== undefined) throw new UsageError("--seed requires --sample.");
  const contract = await loadSound(io, flags.schemas, "; nothing was published.");
  const [event, wanted] = findVersion(contract, name, label);
  const service = publishingService(contract, event, flags.service);
  const given = {
    headers: pairsOf("--header", flags.header),
    routingKey: pairsOf("--routing-key", flags.routingKey),
  };
  const address = await brokerAddress(io, flags, contract);
  const messages = flags.sample
    ? madeMessages(contract, event, wanted, flags)
    : await readMessages(io, file ?? "-");
  const check = messageChecker(contract, event, wanted, "publisher");
  const checked = new Map(messages.map((each) => [each.name, check(each.name, each.bytes)]));
  const findings = [...checked.values()].flatMap((each) => each.findings);
  const report = { event: name, version: label, service, messages: messages.length, findings };
  if (findings.length > 0) {
    if (flags.format === "json") io.out(`${JSON.stringify({ ...report, published: 0, failed: null })}\n`);
    else printInvalid(io, findings, checked);
    return 1;
  }
  const count = flags.count ?? messages.length;
  const { update, end } = progressLine(io, "Publishing:");
  const published = await publishAll(
    address,
    { version: eventVersion(contract, event, label), service, ...given },
    {
      payloads: [...checked.values()].map(({ payload }) => payload as Json),
      count,
      rate: flags.rate,
      signal: io.signal,
      progress: update,
    },
  ).finally(end);
  const { confirmed, ids, failure } = published;
  if (flags.format === "json") {
    const failed = failure === undefined ? null : failureOf(failure);
    io.out(`${JSON.stringify({ ...report, published: confirmed, messageIds: ids, failed }, undefined, 2)}\n`);
  } else io.out(`Published ${confirmed} of ${count} ${name} ${label} as ${service}.\n`);
  if (failure !== undefined) io.err(`rabbitgen: ${failure.message}\n`);
  if (failure instanceof UnroutableError) return 1;
  if (failure === undefined && confirmed < count)
    io.err("Interrupted; the remaining messages were not published.\n");
  return confirmed < count ? 2 : 0;
}

function failureOf(error: Error) {
  return {
    name: error.name,
    message: error.message,
    certainty: error instanceof PublishError ? error.certainty : "not-sent",
  };
}

function printInvalid(
  io: Io,
  findings: readonly Finding[],
  checked: ReadonlyMap<string, CheckedMessage>,
): void {
  const textOf = (file: string): string | undefined => checked.get(file)?.text;
  io.out(`${printFindings(findings, { color: io.color, folder: "", textOf })}\n`);
  const wrong = new Set(findings.map(({ file }) => file)).size;
  io.err(
    `${wrong} of ${count(checked.size, "message")} ${wrong === 1 ? "is" : "are"} not valid; nothing was published.\n`,
  );
}

/** Options of the form `name=value`, each name once. */
function pairsOf(option: string, pairs: readonly string[]): Readonly<Record<string, string>> {
  const values = new Map<string, string>();
  for (const pair of pairs) {
    const at = pair.indexOf("=");
    if (at < 1) throw new UsageError(`${option} must be <name>=<value>, not ${JSON.stringify(pair)}.`);
    const name = pair.slice(0, at);
    if (values.has(name)) throw new UsageError(`${option}: ${JSON.stringify(name)} is given twice.`);
    values.set(name, pair.slice(at + 1));
  }
  return Object.fromEntries(values);
}

/** Samples of the version, as many different ones as are asked for, up to a bound. */
function madeMessages(
  contract: Contract,
  event: Event,
  version: EventVersion,
  { count = 1, seed = 1 }: PublishFlags,
): readonly NamedMessage[] {
  const made = sampleEvents(version, contract, { count: Math.min(count, MOST_SAMPLES), seed });
  if (made.kind !== "samples")
    throw new UsageError(
      `Cannot create a sample of ${event.name} ${version.label}: ${made.where} ${made.why}.`,
    );
  return made.samples.map((sample, index) => ({
    name: `(sample ${index + 1})`,
    bytes: Buffer.from(JSON.stringify(sample)),
  }));
}

/** The messages of a file: one document, or one on each line (JSON Lines). */
async function readMessages(io: Io, file: string): Promise<readonly NamedMessage[]> {
  const bytes = await readMessageFile(io, file);
  const name = file === "-" ? "(standard input)" : file;
  const lines = linesOf(bytes);
  if (lines === undefined) return [{ name, bytes }];
  return lines.map(({ number, text }) => ({ name: `${name}, line ${number}`, bytes: Buffer.from(text) }));
}

/**
 * The lines of a text whose first line is a JSON document, but which is not one as a whole; `undefined` for any other.
 */
function linesOf(
  bytes: Uint8Array,
): readonly { readonly number: number; readonly text: string }[] | undefined {
  const text = Buffer.from(bytes)
    .toString("utf8")
    .replace(/^\uFEFF/, "");
  if (isJson(text)) return undefined;
  const lines = text
    .split("\n")
    .map((line, index) => ({ number: index + 1, text: line.trim() }))
    .filter((line) => line.text !== "");
  const [first] = lines;
  return lines.length > 1 && first !== undefined && isJson(first.text) ? lines : undefined;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** Who publishes: the service that is named, else the only one that publishes the event by the contract. */
function publishingService({ services }: Contract, event: Event, wanted: string | undefined): string {
  const names = services.map(({ name }) => name);
  if (wanted !== undefined) {
    if (names.length === 0 || names.includes(wanted)) return wanted;
    throw new UsageError(
      `Service ${JSON.stringify(wanted)} not found in contract.json. Available services: ${listedNames(names)}.`,
    );
  }
  const publishers = services.filter(({ publishes }) => publishes.has(event.name));
  const [only] = publishers;
  if (only !== undefined && publishers.length === 1) return only.name;
  const why =
    publishers.length === 0
      ? `No service of contract.json publishes ${event.name}`
      : `${listedNames(publishers.map(({ name }) => name))} publish ${event.name}`;
  throw new UsageError(`${why}; pass the publishing service with --service.`);
}
