/** The declaration of an exported constant in the text of a generated module, comment included; `""` if it has none. */
export function printedConstant(text: string, name: string): string {
  const parts = text.split(/\n\n(?=\/\*\*|export const )/);
  return parts.find((part) => new RegExp(`^export const ${name}\\b`, "m").test(part)) ?? "";
}
