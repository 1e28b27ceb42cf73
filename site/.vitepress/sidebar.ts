import type { DefaultTheme } from "vitepress";

/** The sidebar that the index of the documentation describes: a group for each of its headings, an entry for each row. */
export function sidebarOf(index: string): DefaultTheme.SidebarItem[] {
  const groups: { text: string; items: { text: string; link: string }[] }[] = [];
  for (const line of index.split("\n")) {
    const [, heading] = /^## (.+)$/.exec(line) ?? [];
    if (heading !== undefined) groups.push({ text: heading, items: [] });
    const [, text = "", link] = /^\| \[([^\]]+)\]\(([^)]+)\.md\) \|/.exec(line) ?? [];
    if (link !== undefined) groups.at(-1)?.items.push({ text: text.replaceAll("`", ""), link: `/${link}` });
  }
  if (groups.length < 4)
    throw new Error("docs/README.md has lost its headings, of which the sidebar is made.");
  return groups;
}
