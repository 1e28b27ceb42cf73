import { count } from "../code/count.js";
import { findVersion } from "../contract/find-version.js";
import type { MessageRole } from "../contract/message-role.js";
import { UnsoundError } from "../findings/unsound-error.js";
import { messageChecker } from "../messages/check-message.js";
import { loadFolder } from "../project/load-folder.js";
import type { ExitCode, Io } from "./io.js";
import { printFindings } from "./print-findings.js";
import { readMessageFile } from "./read-message-file.js";

/** The options of `rabbitgen check` as the command line gives them. */
export interface CheckFlags {
  readonly schemas: string;
  readonly as: MessageRole;
  readonly format: "text" | "json";
}

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
    const options = { folder: flags.schemas, textOf: (file: string) => schemas.get(file) };
    throw new UnsoundError(findings, "; nothing was checked.", options);
  }
  const [owner, wanted] = findVersion(contract, event, version);
  const check = messageChecker(contract, owner, wanted, flags.as);
  const messages = new Map<string, Uint8Array>();
  for (const file of files)
    messages.set(file === "-" ? "(standard input)" : file, await readMessageFile(io, file));
  const checked = new Map([...messages].map(([name, bytes]) => [name, check(name, bytes)]));
  const wrong = [...checked.values()].flatMap((each) => each.findings);
  if (flags.format === "json") {
    io.out(`${JSON.stringify({ event, version, messages: messages.size, findings: wrong }, undefined, 2)}\n`);
  } else {
    const options = { color: io.color, folder: "", textOf: (name: string) => checked.get(name)?.text };
    if (wrong.length > 0) io.out(`${printFindings(wrong, options)}\n`);
    io.out(summary(messages.size, new Set(wrong.map(({ file }) => file)).size, `${event} ${version}`));
  }
  return wrong.length > 0 ? 1 : 0;
}

function summary(all: number, wrong: number, what: string): string {
  const messages = count(all, "message");
  return wrong === 0
    ? `${messages} ${all === 1 ? "is" : "are"} valid for ${what}\n`
    : `${wrong} of ${messages} ${wrong === 1 ? "is" : "are"} not valid for ${what}\n`;
}
