import { visibleJson } from "../code/visible.js";
import { packageVersion } from "../files/package-files.js";
import type { Finding } from "../findings/finding.js";
import { pathIn } from "../findings/place-text.js";
import { UnsoundError } from "../findings/unsound-error.js";
import { GitError } from "../git/git-error.js";
import { gitCommand } from "../git/git-failure.js";

/** Why a run could not do its work. */
export interface CommandFailure {
  /** Whatever was thrown, if something was. */
  readonly error?: unknown;
  /** What was printed of it. */
  readonly text: string;
}

/**
 * What `--format json` gives of a run that could not do its work: an object of the same shape as a report, with `error`,
 * and `needs` where something can be fetched. Programs that read a report need no second way to read this.
 */
export function failureJson(argv: readonly string[], { error, text }: CommandFailure): string {
  const command = commandOf(argv);
  const version = packageVersion();
  const findings =
    error instanceof UnsoundError ? error.findings.map((each) => placed(each, error.folder)) : [];
  const count = (severity: Finding["severity"]) =>
    findings.filter((each) => each.severity === severity).length;
  const needs = error instanceof GitError ? error.needs : undefined;
  return `${visibleJson({
    ...(command === "lint" || command === "review"
      ? { $schema: `https://unpkg.com/rabbitgen@${version}/json-schemas/findings.schema.json` }
      : {}),
    command,
    version,
    error: explained(error, text, command),
    needs: needs && { fetch: gitCommand(needs.fetch), arguments: needs.fetch },
    counts: {
      events: 0,
      versions: 0,
      error: count("error"),
      warning: count("warning"),
      info: count("info"),
      accepted: 0,
    },
    failed: true,
    findings,
  })}\n`;
}

function explained(
  error: unknown,
  text: string,
  command: string | undefined,
): { message: string; help?: string } {
  if (error instanceof UnsoundError)
    return {
      message: `${error.message}.`.replace(/\.+$/, "."),
      help: "Fix the errors in `findings`.",
    };
  if (error instanceof GitError && error.needs !== undefined)
    return { message: error.message, help: `Run \`${gitCommand(error.needs.fetch)}\` and try again.` };
  const message = text.replace(/^(?:rabbitgen|error): /, "").trim();
  if (!text.startsWith("error: ")) return { message };
  const [first = ""] = message.split("\n");
  return { message: first, help: `Run \`rabbitgen ${command === undefined ? "" : `${command} `}--help\`.` };
}

function placed({ rule, severity, message, help, file, pointer, range }: Finding, folder: string) {
  return { rule, severity, message, file: pathIn(folder, file), pointer, range, help };
}

/** The command's name, which stands first. */
function commandOf([first]: readonly string[]): string | undefined {
  return first !== undefined && /^[a-z]+$/.test(first) ? first : undefined;
}
