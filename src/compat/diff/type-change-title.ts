/** How the types of a schema changed, in words; `undefined` where only their order did. */
export function typeChangeTitle(
  left: readonly string[] | undefined,
  right: readonly string[] | undefined,
): string | undefined {
  const [from, to] = [left && [...left].sort(), right && [...right].sort()];
  if (JSON.stringify(from) === JSON.stringify(to)) return undefined;
  const [was, is] = [left?.join(" or "), right?.join(" or ")];
  if (was === undefined) return `type ${is} added`;
  return is === undefined ? `type ${was} removed` : `type changed from ${was} to ${is}`;
}
