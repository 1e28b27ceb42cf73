import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { repository } from "../support/repository.js";

const read = (path: string): string => readFileSync(join(repository, path), "utf8");
const glossary = read("docs/reference/glossary.md");

/** The first cells of the glossary's rows. */
const words = glossary
  .split("\n")
  .flatMap((line) => /^\| ([^|]+) \| [^|]+ \|$/.exec(line)?.[1] ?? [])
  .filter((cell) => cell !== "word" && !cell.startsWith("-"));

test("the glossary explains each word once, and those that newcomers ask for", () => {
  expect(new Set(words).size).toBe(words.length);
  for (const word of [
    "quorum queue",
    "virtual host",
    "prefetch",
    "confirm",
    "dead letter",
    "witness",
    "wire",
  ])
    expect(words).toContain(word);
  for (const word of ["backward compatible", "forward compatible", "content type parameter"])
    expect(words).toContain(word);
});

/** Words that a newcomer's page may use only below its link to the glossary, where they are part of its running text. */
const hard = ["quorum queue", "virtual host", "prefetch", "confirms", "backward", "forward", "witness"];

test.each([
  "README.md",
  "docs/tutorials/getting-started.md",
  "docs/how-to/publish.md",
  "docs/how-to/consume.md",
  "docs/how-to/evolve-an-event.md",
])("%s links to the glossary before it uses its words", (page) => {
  const prose = read(page)
    .replace(/^```.*?^```$/gms, "")
    .replace(/<!--.*?-->/gs, "");
  // the first paragraph says what the page is for
  const start = prose.indexOf("\n\n", prose.indexOf("\n\n") + 2);
  const link = prose.indexOf("reference/glossary.md");
  expect(link).toBeGreaterThan(0);
  const early = hard.filter((word) => prose.slice(start, link).includes(word));
  expect(early).toEqual([]);
});

test("the page on evolution says to create the virtual host of its contract first", () => {
  const page = read("docs/how-to/evolve-an-event.md");
  const [, vhost = ""] = /"vhost": "([^"]+)"/.exec(page) ?? [];
  expect(page.indexOf(`rabbitmqctl add_vhost ${vhost}`)).toBeGreaterThan(0);
  expect(page.indexOf(`rabbitmqctl add_vhost ${vhost}`)).toBeLessThan(page.indexOf(`"vhost": "${vhost}"`));
});
