/** What the first line of every file of a catalogue has: one with it is ours to replace and to remove. */
export const mark = "rabbitgen docs";

/** Whether a file that starts so was written as part of a catalogue. */
export function isMarkedPage(start: string): boolean {
  const [line = ""] = start.split("\n", 1);
  return /^(?:<!doctype html><!-- |<!-- |\/\* |\/\/ )rabbitgen docs\b/.test(line);
}
