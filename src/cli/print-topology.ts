import { closeSync, fchmodSync, openSync, readFileSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { printable } from "../code/printable.js";
import { visible } from "../code/visible.js";
import type { Contract } from "../contract/contract.js";
import { UsageError } from "../findings/usage-error.js";
import { definitions } from "../topology/definitions.js";
import { lineDifference } from "../topology/line-difference.js";
import { rabbitmqctlScript } from "../topology/rabbitmqctl-script.js";
import { terraform } from "../topology/terraform.js";
import type { Topology } from "../topology/topology.js";
import { loadSound } from "./broker-options.js";
import type { ExitCode, Io } from "./io.js";
import { passwordHashes } from "./password-hashes.js";
import { topologyText } from "./topology-text.js";
import { type TopologyFlags, wantedTopology } from "./wanted-topology.js";

/** Prints what the contract needs at a broker, writes it to a file, or says whether a file has it. */
export async function printTopology(io: Io, flags: TopologyFlags): Promise<ExitCode> {
  refuseContradictions(flags);
  if (flags.againstBroker === true) {
    const { compareWithBroker } = await import("./compare-with-broker.js");
    return await compareWithBroker(io, flags);
  }
  const contract = await loadSound(io, flags.schemas, "; no topology was printed.");
  const topology = wantedTopology(contract, flags, await vhostNames(flags, contract));
  if (flags.check !== undefined) return check(io, flags, flags.check, topology);
  if (flags.out !== undefined) write(io, flags, flags.out, topology);
  else io.out(flags.format === "text" ? topologyText(topology, io) : textOf(flags, topology));
  if (flags.format !== "text") warn(io, topology.notes);
  return 0;
}

function refuseContradictions(flags: TopologyFlags): void {
  if (flags.defaultVhost === "") throw new UsageError("--default-vhost: the name is empty.");
  const { check, out, passwordHashes: hashes, format, againstBroker, url, urlFile, management } = flags;
  if (againstBroker === true) {
    if (check !== undefined || out !== undefined || hashes !== undefined)
      throw new UsageError("--against-broker cannot be combined with --check, --out or --password-hashes.");
    if (format !== "text" && format !== "json")
      throw new UsageError(`--against-broker supports --format text and json, not ${format}.`);
    return;
  }
  if (format === "json")
    throw new UsageError(
      "--format json requires --against-broker; use --format definitions to print JSON for RabbitMQ.",
    );
  if (url !== undefined || urlFile !== undefined || management !== undefined)
    throw new UsageError("--url, --url-file and --management require --against-broker.");
  if (check !== undefined && out !== undefined) throw new UsageError("--check and --out cannot be combined.");
  if (hashes === undefined) return;
  if (format !== "definitions" || out === undefined)
    throw new UsageError(
      "--password-hashes requires --format definitions and --out; hashes are never printed.",
    );
}

/** What virtual hosts are called at the broker; amqplib is loaded with the reading of `--vhost`, so only where it is given. */
async function vhostNames(
  { vhost: pairs, defaultVhost = "/" }: TopologyFlags,
  contract: Contract,
): Promise<(vhost: string | undefined) => string> {
  if (pairs.length === 0) return (vhost) => vhost ?? defaultVhost;
  const { readVhosts, vhostsOf } = await import("../operate/broker-connections.js");
  const mapped = readVhosts(pairs, vhostsOf(contract));
  return (vhost) => (vhost === undefined ? defaultVhost : (mapped.get(vhost) ?? vhost));
}

function textOf({ format }: TopologyFlags, topology: Topology): string {
  if (format === "rabbitmqctl") return rabbitmqctlScript(topology);
  if (format === "terraform") return terraform(topology);
  return format === "definitions"
    ? definitions(topology)
    : printable(topologyText(topology, { color: false }), { color: false });
}

function write(io: Io, flags: TopologyFlags, file: string, topology: Topology): void {
  const { format } = flags;
  const hashes =
    format === "definitions"
      ? passwordHashes(
          io,
          flags.passwordHashes,
          topology.users.map(({ name }) => name),
        )
      : undefined;
  const text =
    hashes === undefined ? textOf(flags, topology) : definitions(topology, { passwordHashes: hashes });
  try {
    writeText(resolve(io.cwd, file), text, { isSecret: hashes !== undefined });
  } catch (error) {
    const { code = "unknown error" } = error as NodeJS.ErrnoException;
    throw new UsageError(`--out: cannot write ${file}: ${code}.`);
  }
  io.out(`${visible(file)} written\n`);
}

/** A secret is for the owner of its file alone, also where others could read it before. */
function writeText(path: string, text: string, { isSecret }: { readonly isSecret: boolean }): void {
  const descriptor = openSync(path, "w", isSecret ? 0o600 : 0o666);
  try {
    if (isSecret) fchmodSync(descriptor, 0o600);
    writeFileSync(descriptor, text);
  } finally {
    closeSync(descriptor);
  }
}

function check(io: Io, flags: TopologyFlags, file: string, topology: Topology): ExitCode {
  const text = textOf(flags, topology);
  const current = withoutHashes(read(io, file));
  if (current === text) {
    io.out(`${visible(file)} is up to date with the contract.\n`);
    return 0;
  }
  const { removed, added } = lineDifference(current, text);
  const lines = [...removed.map((line) => `- ${line}`), ...added.map((line) => `+ ${line}`)].map((line) =>
    visible(line.replace(/("password_hash"\s*:\s*)"[^"]*"/g, '$1"***"')),
  );
  io.out(
    `${visible(file)} is out of date:\n${lines.map((line) => `${line}\n`).join("")}` +
      (lines.length === 0 ? "The lines are the same, but their order or line endings differ.\n" : ""),
  );
  return 1;
}

function read(io: Io, file: string): string {
  try {
    return readFileSync(resolve(io.cwd, file), "utf8");
  } catch (error) {
    const { code = "unknown error" } = error as NodeJS.ErrnoException;
    throw new UsageError(`--check: cannot read ${file}: ${code}.`);
  }
}

/** A file with hashes is as current as one without. */
function withoutHashes(text: string): string {
  return text.replace(/"password_hash":"[^"]*","hashing_algorithm":"[^"]*",/g, "");
}

function warn(io: Io, notes: readonly string[]): void {
  for (const note of notes) io.err(`note: ${visible(note)}\n`);
}
