import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { type Command, InvalidArgumentError } from "commander";
import type { Contract } from "../contract/contract.js";
import { UnsoundError } from "../findings/unsound-error.js";
import { UsageError } from "../findings/usage-error.js";
import type { BrokerAddress } from "../operate/broker-connections.js";
import { loadFolder } from "../project/load-folder.js";
import type { Io } from "./io.js";

/** The options of every command that talks to a broker. */
export interface BrokerFlags {
  readonly schemas: string;
  readonly url?: string;
  readonly urlFile?: string;
  readonly vhost: readonly string[];
}

/** Adds them to a command. */
export function withBrokerOptions(command: Command): Command {
  return command
    .option("-s, --schemas <dir>", "folder with the schemas", "schemas")
    .option(
      "--url <url>",
      "the broker's URL, amqp://user:password@host:5672/vhost; prefer RABBITGEN_URL (see below)",
    )
    .option("--url-file <file>", "file that contains the URL, such as a mounted secret")
    .option(
      "--vhost <from=to>",
      "map a virtual host of contract.json to its name on this broker, such as /shop=/staging-shop; may be repeated",
      collect,
      [],
    );
}

/** What the help of these commands says of the URL. */
export const urlHelp = `
The broker's URL comes from --url, --url-file or the environment variable RABBITGEN_URL, in this order. Prefer the last
two: other users of the machine can see a command's arguments, and the shell remembers them. Characters that have a meaning
in URLs are percent-encoded in user name, password and virtual host. The password is never printed.
`;

/** Gathers the values of an option that may be repeated. */
export function collect(value: string, before: readonly string[]): string[] {
  return [...before, value];
}

/** A whole number from 1. */
export function wholeNumber(text: string): number {
  const number = Number(text);
  if (!/^\d+$/.test(text) || !Number.isSafeInteger(number) || number < 1)
    throw new InvalidArgumentError("a whole number from 1");
  return number;
}

/** The contract that a command works with; one with errors is an error. */
export async function loadSound(io: Io, schemas: string, consequence: string): Promise<Contract> {
  const { contract, findings, files } = await loadFolder(io, schemas, { trustChecked: true });
  if (contract !== undefined) return contract;
  const options = { folder: schemas, textOf: (file: string) => files.get(file) };
  throw new UnsoundError(findings, consequence, options);
}

/** Which broker a command talks to. Loads what talks to brokers, and amqplib with it. */
export async function brokerAddress(io: Io, flags: BrokerFlags, contract: Contract): Promise<BrokerAddress> {
  const { readVhosts, vhostsOf } = await import("../operate/broker-connections.js");
  return { url: brokerUrl(io, flags), vhosts: readVhosts(flags.vhost, vhostsOf(contract)) };
}

function brokerUrl(io: Io, { url, urlFile }: BrokerFlags): string {
  if (url !== undefined && urlFile !== undefined)
    throw new UsageError("--url and --url-file cannot be combined.");
  if (urlFile !== undefined) return readUrl(io, urlFile);
  const given = url ?? io.env["RABBITGEN_URL"];
  if (given !== undefined && given.trim() !== "") return given;
  throw new UsageError(
    "No broker URL: set RABBITGEN_URL to amqp://user:password@host:5672/vhost, or pass --url-file or --url.",
  );
}

function readUrl(io: Io, file: string): string {
  try {
    return readFileSync(resolve(io.cwd, file), "utf8").trim();
  } catch (error) {
    throw new UsageError(
      `--url-file: ${file} cannot be read: ${(error as NodeJS.ErrnoException).code ?? "unknown error"}.`,
    );
  }
}
