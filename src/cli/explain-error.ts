import { RabbitError } from "../../runtime/errors/rabbit-error.js";
import { OutputError } from "../files/output-folder.js";
import { UnsoundError } from "../findings/unsound-error.js";
import { UsageError } from "../findings/usage-error.js";
import { GitError } from "../git/git-error.js";
import { SlowPatternError } from "../patterns/pattern-work.js";

/** Where a stack or a text has no room for more, and no finding could name the place. */
const tooMuch = "The schemas are too large or too deeply nested to process";

/** Node's own codes for arguments and files that it does not take. */
const outsideLimits: ReadonlySet<string> = new Set([
  "ERR_INVALID_ARG_VALUE",
  "ERR_FS_FILE_TOO_LARGE",
  "ERR_STRING_TOO_LONG",
  "ERR_OUT_OF_RANGE",
]);

/** What to print of an error: one line for a mistake of the user or a limit, the stack for anything else. */
export function explainError(error: unknown): string {
  if (error instanceof UsageError || error instanceof OutputError || error instanceof GitError)
    return `rabbitgen: ${error.message}\n`;
  if (error instanceof UnsoundError) return `${error.message}\n`;
  if (error instanceof RabbitError) return `rabbitgen: ${error.message}\n`;
  if (error instanceof SlowPatternError) return `rabbitgen: ${error.message}\n`;
  if (error instanceof RangeError) return `rabbitgen: ${tooMuch} (${error.message}).\n`;
  const system = error as NodeJS.ErrnoException;
  const isSystem =
    system?.code !== undefined && (system.syscall !== undefined || outsideLimits.has(system.code));
  if (isSystem) return `rabbitgen: ${system.message}\n`;
  const stack = error instanceof Error ? error.stack : String(error);
  return `rabbitgen: this is a bug in rabbitgen; please report it with the lines below.\n${stack}\n`;
}
