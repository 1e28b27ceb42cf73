/** `eventUnowned` for `event-unowned`: the name of a rule's constant. */
export function camelCase(id: string): string {
  return id.replaceAll(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
}
