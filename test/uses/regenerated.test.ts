// @module-tag long
import { expect, test } from "vitest";
import { gitRepository } from "../support/git-repository.js";
import { runCli } from "../support/run-cli.js";

test("uses of a removed property are found in code whose regenerated SDK lacks it", async () => {
  const { folder, commit } = gitRepository();
  const schema = (...names: string[]) => ({
    type: "object",
    properties: Object.fromEntries(names.map((name) => [name, { type: "string" }])),
    required: names,
  });
  commit({
    "schemas/order_paid/v1.json": schema("orderId", "total"),
    "src/bill.ts":
      'import type { OrderPaidV1 } from "../generated/index.js";\nexport const bill = (event: OrderPaidV1) => event.total;\n',
  });
  commit({ "schemas/order_paid/v1.json": schema("orderId") });
  expect(await runCli(folder, ["generate"])).toMatchObject({ code: 0 });
  const env = { PATH: process.env["PATH"] };
  const reviewed = await runCli(folder, ["review", "--against", "HEAD~1", "--code", "src"], { env });
  expect(reviewed.err).toBe("");
  expect(reviewed.out).toContain("src/bill.ts:2:51 reads total");
});
