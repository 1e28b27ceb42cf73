import { describe, expect, test } from "vitest";
import { payloadTree } from "../../src/catalogue/payload-tree.js";
import { compare } from "../../src/compat/compare.js";
import type { Json } from "../../src/json/json.js";
import { invalidOf } from "../samples/version-of.js";
import { keywordExamples } from "../support/keyword-examples.js";
import { loadGood } from "../support/load.js";

/** What the catalogue shows of a schema. */
async function catalogueTree(schema: object): Promise<unknown> {
  const { definitions } = await loadGood({ "thing/v1.json": schema });
  return payloadTree("thing/v1.json#", definitions);
}

describe.each(Object.entries(keywordExamples))("the keyword %s", (keyword, { without, added }) => {
  const [before, after] = [without, added].map((schema) => ({ type: "object", ...schema }) as Json);

  test("breaks consumers when it is added, and nothing when it is removed", async () => {
    const options = { mode: "backward", writer: "as-written" } as const;
    const { backward, changes } = await compare(before as Json, after as Json, options);
    expect(backward, `compare finds no message that ${keyword} refuses`).toHaveProperty("witness");
    const kinds = changes.map(({ kind }) => kind);
    expect(kinds, `src/compat/diff does not list the change of ${keyword}`).not.toContain("together");
    const back = await compare(after as Json, before as Json, options);
    expect(back.backward, `compare cannot tell that ${keyword} only refuses`).toEqual({ verdict: "proved" });
  });

  test("is broken alone by an invalid sample", async () => {
    const { samples } = await invalidOf(after);
    const places = samples.map(({ schema, keyword: broken }) => `${schema}/${broken}/`);
    // a keyword that holds a schema is broken inside of it; `if` by its branches
    const expected = keyword === "if" ? "/then/" : `/${keyword}/`;
    const broken = places.filter((place) => place.includes(expected));
    expect(broken, `src/samples/breakable-keywords.ts does not break ${keyword}`).not.toEqual([]);
  });

  test("is shown in the catalogue", async () => {
    const trees = await Promise.all([before, after].map((schema) => catalogueTree(schema as object)));
    expect(trees[1], `src/catalogue shows nothing of ${keyword}`).not.toEqual(trees[0]);
  });
});
