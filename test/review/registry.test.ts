import { readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { compareText } from "../../src/code/compare-text.js";
import { reviewRules } from "../../src/review/review-rules.js";
import { repository } from "../support/repository.js";
import { waivedSeverities } from "./severity-problems.js";

const ids = reviewRules.map(({ id }) => id);

test("ids are unique and sorted", () => {
  expect(ids, "sort the imports and entries of src/review/review-rules.ts by id").toEqual(
    [...new Set(ids)].sort(compareText),
  );
});

test("each file of a rule is in the registry, under the rule's id", () => {
  const files = readdirSync(join(repository, "src/review/rules")).sort(compareText);
  expect(
    files,
    "register each file of src/review/rules in src/review/review-rules.ts, and name it after the rule's id",
  ).toEqual(ids.map((id) => `${id}.ts`));
});

test("what is added has its counterpart removed, unless there is a reason why not", () => {
  const opposites: readonly (readonly [string, string])[] = [
    ["-added", "-removed"],
    ["-removed", "-added"],
  ];
  const waived: Readonly<Record<string, string>> = {};
  const lonely = ids.flatMap((id) =>
    opposites
      .filter(([end]) => id.endsWith(end))
      .map(([end, other]) => ({ id, counterpart: id.slice(0, -end.length) + other }))
      .filter(({ counterpart }) => !ids.includes(counterpart)),
  );
  expect(
    lonely
      .filter(({ id }) => waived[id] === undefined)
      .map(
        ({ id, counterpart }) =>
          `${id} needs the rule ${counterpart}, or a reason in \`waived\` of this test`,
      ),
  ).toEqual([]);
  expect(
    Object.keys(waived).filter((waivedId) => !lonely.some(({ id }) => id === waivedId)),
    "take these out of `waived`: they have a counterpart, or do not exist",
  ).toEqual([]);
});

test("each waived severity is that of a rule that needs the waiver", () => {
  const needing = reviewRules.filter(
    ({ breaks, severity }) => (breaks === "nobody") !== (severity === "info"),
  );
  const needed = needing.map(({ id }) => id);
  expect(
    Object.keys(waivedSeverities).filter((id) => !needed.includes(id)),
    "remove these from waivedSeverities in test/review/severity-problems.ts",
  ).toEqual([]);
});
