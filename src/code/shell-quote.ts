import { Buffer } from "node:buffer";
import { replaceUnsafe } from "./unsafe-characters.js";

/**
 * A text as one word of a Bash script, whatever is in it: nothing is expanded, and no word breaks a line. What cannot be
 * seen, and `#` where a CI system's log could take it for a command, is written as bytes.
 */
export function shellQuote(text: string): string {
  // one that begins with a colon could begin a line, and with it a CI system's command
  if (/^[\w@%+,./-][\w@%+:,./-]*$/.test(text)) return text;
  if (visibleText(text) === text) return `'${text.replaceAll("'", "'\\''")}'`;
  return `$'${visibleText(text.replace(/[\\']/g, "\\$&"))}'`;
}

/** Untrusted text, safe for a comment: on one line, without control characters. */
export function visibleText(text: string): string {
  return replaceUnsafe(text, bytesOf).replace(/#(?=#)/g, bytesOf);
}

function bytesOf(character: string): string {
  return [...Buffer.from(character)].map((byte) => `\\x${byte.toString(16).padStart(2, "0")}`).join("");
}
