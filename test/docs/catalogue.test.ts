import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { MOST_DRAWN } from "../../src/catalogue/html/site.js";
import { LISTED } from "../../src/catalogue/keyword-facts.js";
import { DEEPEST, MOST_PLACES } from "../../src/catalogue/payload-tree.js";
import { LONGEST } from "../../src/catalogue/usage-code.js";
import { repository } from "../support/repository.js";

test("docs/how-to/catalogue.md has the limits that the catalogue has", () => {
  const page = readFileSync(join(repository, "docs/how-to/catalogue.md"), "utf8").replace(/\s+/g, " ");
  const grouped = (number: number): string => number.toLocaleString("en");
  expect(page).toContain(`${grouped(MOST_PLACES)} places and ${DEEPEST} levels, a list of values ${LISTED}`);
  expect(page).toContain(`A picture shows ${MOST_DRAWN} nodes`);
  expect(page).toContain(`a payload of up to ${grouped(LONGEST)} characters`);
});
