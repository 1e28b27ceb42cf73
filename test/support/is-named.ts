import { relative, resolve, sep } from "node:path";

/** Whether a test file, given from `root`, is among those that the arguments of vitest name: all, if there are none. */
export function isNamed(root: string, file: string, filters: readonly string[]): boolean {
  const path = file.toLowerCase();
  return (
    filters.length === 0 ||
    filters.some((filter) => {
      const text = filter.replace(/:\d+$/, "").split(sep).join("/");
      const place = relative(root, resolve(root, text)).split(sep).join("/");
      return [text, text.endsWith("/") ? `${place}/` : place].some((each) =>
        path.includes(each.toLowerCase()),
      );
    })
  );
}
