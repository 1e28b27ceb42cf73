import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { meantFailures } from "../compat/meant-failures.js";
import type { Event, EventVersion } from "../contract/contract.js";
import { isObject, type Json, member } from "../contract/json.js";
import { writtenPattern } from "../contract/known-patterns.js";
import { parseSource } from "../contract/parse-source.js";
import { findingAt, findingOn } from "../contract/source-file.js";
import { integerFailure } from "../contract/unsafe-integers.js";
import { decodeUtf8 } from "../files/decode-utf8.js";
import type { Finding } from "../finding.js";
import { bundlesOf } from "../generate.js";
import { SlowPatternError } from "../patterns/pattern-work.js";
import { failuresOf } from "../validators/compile-task.js";
import { compileValidators } from "../validators/compile-validators.js";
import { findVersion } from "./find-version.js";
import type { ExitCode, Io } from "./io.js";
import { loadFolder } from "./load-folder.js";
import { printFindings, unsound } from "./print-findings.js";
import { UsageError } from "./usage-error.js";

/** The options of `rabbitgen check` as the command line gives them. */
export interface CheckFlags {
  readonly schemas: string;
  readonly as: "consumer" | "publisher";
  readonly format: "text" | "json";
}

/** What a consumer refuses to parse: 16 MiB, the most that RabbitMQ 4 carries by default. */
const maxMessageBytes = 16 * 1024 * 1024;

/** Validates messages against one version of an event and reports the places where they fail. */
export async function checkMessages(
  io: Io,
  event: string,
  version: string,
  files: readonly string[],
  flags: CheckFlags,
): Promise<ExitCode> {
  const { contract, findings, files: schemas } = await loadFolder(io, flags.schemas);
  if (!contract) {
    const options = { color: io.color, folder: flags.schemas, textOf: (file: string) => schemas.get(file) };
    throw unsound(findings, ": nothing was checked.", options);
  }
  const [owner, wanted] = findVersion(contract, event, version);
  const { reader, writer } = bundlesOf(wanted, contract);
  const bundle = flags.as === "publisher" ? (writer ?? reader) : reader;
  const validate = compileValidators(new Map([["message", bundle]])).validators.get("message");
  if (!validate) throw new Error("no validator was compiled");
  const messages = new Map<string, Uint8Array>();
  for (const file of files)
    messages.set(file === "-" ? "(standard input)" : file, await readMessage(io, file));
  const texts = new Map([...messages].map(([name, bytes]) => [name, decodeUtf8(bytes)]));
  const wrong = [...messages].flatMap(([name, bytes]): Finding[] => {
    const text = texts.get(name);
    if (bytes.length > maxMessageBytes) return [findingOn(name, tooLarge)];
    if (text === undefined) return [findingOn(name, noUtf8)];
    const { source, findings: malformed } = parseSource(name, text);
    if (!source) return malformed;
    try {
      const payload = payloadOf(source.value, owner, wanted);
      const integer = integerFailure(source, flags.as);
      const failures = [
        ...meantFailures(failuresOf(validate, payload, { written: writtenPattern }), bundle, payload),
        ...(integer === undefined ? [] : [integer]),
      ];
      return failures.map(({ pointer, message }) =>
        findingAt(source, pointer, {
          rule: "message-invalid",
          severity: "error",
          message: `${pointer === "" ? "The message" : `The value at ${pointer}`} ${message}.`,
        }),
      );
    } catch (error) {
      if (!(error instanceof SlowPatternError)) throw error;
      return [findingOn(name, { rule: "pattern-slow", severity: "error", message: error.message })];
    }
  });
  if (flags.format === "json") {
    io.out(`${JSON.stringify({ event, version, messages: messages.size, findings: wrong }, undefined, 2)}\n`);
  } else {
    const options = { color: io.color, folder: "", textOf: (name: string) => texts.get(name) };
    if (wrong.length > 0) io.out(`${printFindings(wrong, options)}\n`);
    io.out(summary(messages.size, new Set(wrong.map(({ file }) => file)).size, `${event} ${version}`));
  }
  return wrong.length > 0 ? 1 : 0;
}

async function readMessage(io: Io, file: string): Promise<Uint8Array> {
  if (file === "-") return io.readInput();
  try {
    return readFileSync(resolve(io.cwd, file));
  } catch (error) {
    throw new UsageError(
      `${file} cannot be read: ${(error as NodeJS.ErrnoException).code ?? "unknown error"}.`,
    );
  }
}

/** With the body envelope a message on the wire begins with `version` and `event`; the schema describes the rest. */
function payloadOf(value: Json, { envelope, name }: Event, { label }: EventVersion): Json {
  if (envelope !== "body" || !isObject(value)) return value;
  if (member(value, "version") !== label || member(value, "event") !== name) return value;
  return Object.fromEntries(Object.entries(value).filter(([key]) => key !== "version" && key !== "event"));
}

function summary(all: number, wrong: number, what: string): string {
  const messages = `${all} message${all === 1 ? "" : "s"}`;
  return wrong === 0 ? `${messages}: valid ${what}\n` : `${messages}: ${wrong} not valid ${what}\n`;
}

const noUtf8 = {
  rule: "message-encoding",
  severity: "error",
  message: "The message is no UTF-8; a consumer dead-letters it.",
} as const;

const tooLarge = {
  rule: "message-too-large",
  severity: "error",
  message: "The message is larger than 16 MiB; a consumer dead-letters it unread.",
} as const;
