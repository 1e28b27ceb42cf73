import { expect, test } from "vitest";
import { writeFiles } from "../support/temp-folder.js";
import { commentsApi } from "./comments-api.js";
import { action } from "./run-action.js";
import { orderPaid, shop } from "./shop.js";

const breaking = { "schemas/order_paid/v1.json": orderPaid({}, ["orderId", "total", "note"]) };

const hostile = "$(touch${IFS}pwned)`touch${IFS}pwned`;touch${IFS}pwned";

test("a branch is called what it likes, and nothing runs", async () => {
  const api = await commentsApi();
  const { push, run } = shop(hostile);
  push(breaking);
  const acted = await run(api);
  expect(acted.code).toBe(1);
  expect(acted.files).not.toContain("pwned");
});

test.each([["schemas", "generated", "code", "mode", "fail-on"], ["working-directory"], ["version"]])(
  "inputs with commands in them run none of these: %s",
  async (...names) => {
    const api = await commentsApi();
    const { push, run } = shop();
    push(breaking);
    const inputs = Object.fromEntries(names.map((name) => [name, hostile]));
    const acted = await run(api, { inputs });
    expect(acted.code).toBe(2);
    expect(acted.files).not.toContain("pwned");
  },
);

test("what rabbitgen prints of schemas gives the runner no orders", async () => {
  const api = await commentsApi();
  const { push, run } = shop();
  push(breaking);
  const lines = [
    "#!/bin/sh",
    "[ $1 = --version ] && exit",
    "echo '::error title=forged::forged' >&2",
    "exit 2",
  ];
  const acted = await run(api, {
    prepare: ({ folder }) => writeFiles(folder, { "node_modules/.bin/rabbitgen": lines.join("\n") }),
  });
  expect(acted.code).toBe(2);
  expect(acted.log).toContain("::error title=forged");
  expect(acted.annotations.filter((line) => line.startsWith("::error title=forged"))).toEqual([]);
  expect(acted.summary).toContain("\n    ::error title=forged");
});

test("no expression is part of a program", () => {
  expect(action.runs.using).toBe("composite");
  for (const { run, shell } of action.runs.steps) {
    expect(run).not.toContain("${{");
    expect(shell).toBe("bash");
  }
});
