import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vitepress";
import { linkRepository } from "./link-repository.ts";
import { sidebarOf } from "./sidebar.ts";

const here = dirname(fileURLToPath(import.meta.url));
const docs = join(here, "../../docs");
const { repository } = JSON.parse(readFileSync(join(docs, "../package.json"), "utf8")) as {
  repository?: { url: string };
};
const address = repository?.url.replace(/^git\+|\.git$/g, "") ?? "";

/** `SITE_BASE=/rabbitgen/` for a site that is not at the root of its host. */
export default defineConfig({
  // A copy of docs/: Vite looks for Vue in the folders above a page.
  srcDir: "pages",
  outDir: join(docs, "../build/site"),
  cacheDir: join(docs, "../build/site-cache"),
  base: process.env["SITE_BASE"] ?? "/",
  title: "rabbitgen",
  description: "Typed, reliable RabbitMQ events from versioned JSON Schemas.",
  rewrites: { "README.md": "index.md" },
  markdown: { config: (md) => linkRepository(md, `${address}/blob/main`) },
  themeConfig: {
    search: { provider: "local" },
    sidebar: sidebarOf(readFileSync(join(docs, "README.md"), "utf8")),
    ...(address === "" ? {} : { socialLinks: [{ icon: "github", link: address }] }),
  },
});
