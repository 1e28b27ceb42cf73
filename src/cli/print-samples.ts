import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { visible, visibleJson } from "../code/visible.js";
import { findVersion } from "../contract/find-version.js";
import { listedNames } from "../contract/listed.js";
import { writeOutput } from "../files/output-folder.js";
import { UnsoundError } from "../findings/unsound-error.js";
import { UsageError } from "../findings/usage-error.js";
import type { Json } from "../json/json.js";
import { splitPointer } from "../json/pointer.js";
import { loadFolder } from "../project/load-folder.js";
import {
  type InvalidSample,
  invalidEvents,
  type SampledEvents,
  sampleEvents,
  type Unbroken,
} from "../samples/index.js";
import type { ExitCode, Io } from "./io.js";

/** The options of `rabbitgen sample` as the command line gives them. */
export interface SampleFlags {
  readonly count?: number;
  readonly seed: number;
  readonly invalid?: true;
  readonly out?: string;
  readonly schemas: string;
  readonly format: "text" | "json" | "jsonl";
}

/** One event, and, for an invalid one, the reason. */
type Printed = { readonly event: Json } & Partial<Omit<InvalidSample, "event">>;

/** Prints events of a version, or writes them to files. */
export async function printSamples(
  io: Io,
  event: string,
  label: string | undefined,
  flags: SampleFlags,
): Promise<ExitCode> {
  const { contract, findings, files } = await loadFolder(io, flags.schemas);
  if (!contract) {
    const options = { folder: flags.schemas, textOf: (file: string) => files.get(file) };
    throw new UnsoundError(findings, "; no event was generated.", options);
  }
  const [, version] = findVersion(contract, event, label);
  const { seed, count } = flags;
  const options = { seed, ...(count !== undefined && { count }) };
  const made = flags.invalid
    ? invalidEvents(version, contract, options)
    : sampleEvents(version, contract, options);
  const name = `${event} ${version.label}`;
  const about = { event, version: version.label, seed };
  if (made.kind !== "samples") return refused(io, name, about, made, flags);
  const unbroken = "unbroken" in made ? made.unbroken : [];
  const samples = made.samples.map(
    (each): Printed => (flags.invalid ? (each as InvalidSample) : { event: each as Json }),
  );
  if (flags.out !== undefined) writeSamples(io, flags.out, samples);
  else if (flags.format === "json") {
    const events = flags.invalid ? { samples, unbroken } : { samples: samples.map((each) => each.event) };
    io.out(`${visibleJson({ ...about, ...events })}\n`);
  } else if (flags.format === "jsonl") {
    for (const each of samples) io.out(`${visibleJson(flags.invalid ? each : each.event, "")}\n`);
  } else for (const each of samples) io.out(`${described(each)}${visibleJson(each.event)}\n`);
  if (flags.invalid && (flags.format !== "json" || flags.out !== undefined)) io.err(unbrokenLines(unbroken));
  return 0;
}

function refused(
  io: Io,
  name: string,
  about: object,
  { kind, where, why }: Exclude<SampledEvents, { readonly kind: "samples" }>,
  { format, out }: SampleFlags,
): ExitCode {
  const place = where === "" ? "" : `${where}: `;
  if (kind === "unknown") throw new UsageError(`No event of ${name} could be generated: ${place}${why}.`);
  io.err(`No event is valid under ${name}: ${place}${why}.\n`);
  if (format === "json" && out === undefined)
    io.out(`${visibleJson({ ...about, samples: [], unsatisfiable: { where, why } })}\n`);
  return 1;
}

/** Why an event is invalid, above it; nothing of a valid one. */
function described({ pointer, message, schema }: Printed): string {
  if (pointer === undefined) return "";
  return `${visible(`# ${pointer === "" ? "the event" : pointer} ${message}  (${schema})`)}\n`;
}

function unbrokenLines(unbroken: readonly Unbroken[]): string {
  if (unbroken.length === 0) return "";
  const lines = unbroken.map(({ schema, why }) => `  ${visible(schema)}: ${visible(why)}\n`);
  return `Found no event that breaks only ${unbroken.length === 1 ? "this keyword" : "these keywords"} alone:\n${lines.join("")}`;
}

/** Writes each event to a file; nothing at all where one is there already. */
function writeSamples(io: Io, out: string, samples: readonly Printed[]): void {
  const folder = resolve(io.cwd, out);
  const files = new Map<string, string>();
  for (const [index, sample] of samples.entries()) {
    const stem = sample.pointer === undefined ? `sample-${index + 1}` : fileStem(sample);
    let name = `${stem}.json`;
    for (let number = 2; files.has(name); number += 1) name = `${stem}-${number}.json`;
    files.set(name, `${visibleJson(sample.event)}\n`);
  }
  const taken = [...files.keys()].filter((name) => existsSync(join(folder, name)));
  if (taken.length > 0)
    throw new UsageError(
      `${out} already contains ${listedNames(taken)}; remove them, or choose another folder with --out.`,
    );
  writeOutput(folder, files);
  for (const [index, name] of [...files.keys()].entries()) {
    const { pointer, message } = samples[index] ?? {};
    const reason = pointer === undefined ? "" : `: ${pointer === "" ? "the event" : pointer} ${message}`;
    io.out(`${visible(`${out}/${name}${reason}`)}\n`);
  }
}

/** `total-amount-minimum` for what breaks `minimum` at `/total/amount`. */
function fileStem({ pointer = "", keyword = "", message = "" }: Printed): string {
  const missing = keyword === "required" ? (/"([^"]*)"/.exec(message)?.slice(1) ?? []) : [];
  const words = [...splitPointer(pointer), ...missing, keyword].join("-");
  const plain = words.replace(/[^A-Za-z0-9_.-]+/g, "_").replace(/^[.-]+/, "");
  return plain.slice(0, 100) || "event";
}
