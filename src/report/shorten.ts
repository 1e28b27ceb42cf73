/** Cuts a text that is longer than so many UTF-16 units, never within a character. */
export function shorten(text: string, longest: number): string {
  return text.length > longest ? `${text.slice(0, longest).replace(/[\ud800-\udbff]$/, "")}…` : text;
}
