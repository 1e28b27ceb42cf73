import { readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { runCli } from "../support/run-cli.js";
import { tempFolder } from "../support/temp-folder.js";
import { below, shop } from "./shop-contract.js";

const folderWith = (more: Readonly<Record<string, unknown>> = {}): string =>
  tempFolder(
    Object.fromEntries(
      Object.entries(below("schemas", { ...shop, ...more })).map(([path, value]) => [
        path,
        JSON.stringify(value),
      ]),
    ),
  );

describe("rabbitgen sample", () => {
  test("prints an event of the newest version, which `check` takes as a publisher's", async () => {
    const folder = folderWith();
    const ran = await runCli(folder, ["sample", "order_paid"]);
    expect(ran).toMatchObject({ code: 0, err: "" });
    expect(JSON.parse(ran.out)).toMatchObject({
      orderId: "o-1001",
      total: { currency: expect.stringMatching(/EUR|USD/) },
    });
    const checked = await runCli(folder, ["check", "order_paid", "v2", "-", "--as", "publisher"], {
      input: ran.out,
    });
    expect(checked).toMatchObject({ code: 0 });
    expect(await runCli(folder, ["sample", "order_paid"])).toEqual(ran);
  });

  test("prints as many as are asked for, in the format that is asked for", async () => {
    const folder = folderWith();
    const lines = (await runCli(folder, ["sample", "order_paid", "v1", "-n", "7", "--format", "jsonl"])).out
      .trim()
      .split("\n");
    expect(lines).toHaveLength(7);
    const { out } = await runCli(folder, ["sample", "order_paid", "v1", "-n", "7", "--format", "json"]);
    expect(JSON.parse(out)).toEqual({
      event: "order_paid",
      version: "v1",
      seed: 1,
      samples: lines.map((line) => JSON.parse(line)),
    });
    const other = await runCli(folder, [
      "sample",
      "order_paid",
      "v1",
      "-n",
      "7",
      "--format",
      "json",
      "--seed",
      "2",
    ]);
    expect(JSON.parse(other.out).samples).not.toEqual(JSON.parse(out).samples);
  });

  test("prints invalid events with the reason, and lists what cannot be broken", async () => {
    const folder = folderWith();
    const text = await runCli(folder, ["sample", "order_paid", "v1", "--invalid"]);
    expect(text.code).toBe(0);
    expect(text.out).toContain(
      "# /total must be at least 0  (order_paid/v1.json#/properties/total/minimum)\n{\n",
    );
    const { out } = await runCli(folder, ["sample", "order_paid", "v1", "--invalid", "--format", "json"]);
    const { samples, unbroken } = JSON.parse(out);
    expect(unbroken).toEqual([]);
    for (const { event } of samples) {
      const checked = await runCli(folder, ["check", "order_paid", "v1", "-"], {
        input: JSON.stringify(event),
      });
      expect(checked.code).toBe(1);
    }
  });

  test("writes files that `generate` takes as examples, and overwrites none", async () => {
    const folder = folderWith();
    const examples = "schemas/order_paid/examples/v2";
    const args = ["sample", "order_paid", "v2"];
    const valid = await runCli(folder, [...args, "-n", "3", "--out", `${examples}/valid`]);
    expect(valid).toMatchObject({ code: 0, err: "" });
    expect(valid.out).toBe([1, 2, 3].map((number) => `${examples}/valid/sample-${number}.json\n`).join(""));
    const invalid = await runCli(folder, [...args, "--invalid", "--out", `${examples}/invalid`]);
    expect(invalid.code).toBe(0);
    expect(readdirSync(join(folder, examples, "invalid"))).toContain("total-amount-minimum.json");
    expect(readdirSync(join(folder, examples, "invalid"))).toContain("orderId-required.json");
    expect(await runCli(folder, ["generate"])).toMatchObject({ code: 0 });
    const again = await runCli(folder, [...args, "-n", "4", "--out", `${examples}/valid`]);
    expect(again.code).toBe(2);
    expect(again.err).toContain(
      `${examples}/valid already contains sample-1.json, sample-2.json, sample-3.json`,
    );
    expect(readdirSync(join(folder, examples, "valid"))).toHaveLength(3);
  });

  test("ends with 1 where no event is valid, and with 2 where none can be found", async () => {
    const empty = folderWith({
      "odd/v1.json": {
        type: "object",
        properties: { a: { minimum: 2, maximum: 1, type: "integer" } },
        required: ["a"],
      },
    });
    const ran = await runCli(empty, ["sample", "odd"]);
    expect(ran).toMatchObject({ code: 1, out: "" });
    expect(ran.err).toBe(
      "No event is valid under odd v1: odd/v1.json#/properties/a: no value is valid under this schema.\n",
    );
    const json = await runCli(empty, ["sample", "odd", "--format", "json"]);
    expect(JSON.parse(json.out)).toMatchObject({
      samples: [],
      unsatisfiable: { where: "odd/v1.json#/properties/a" },
    });
    const huge = folderWith({ "odd/v1.json": { type: "string", minLength: 5_000_000 } });
    expect(await runCli(huge, ["sample", "odd"])).toMatchObject({ code: 2, out: "" });
  });

  test.each([
    [["sample", "order_payd"], "Did you mean order_paid?"],
    [["sample", "order_paid", "v3"], "Available versions: v1, v2"],
    [["sample", "order_paid", "--count", "0"], "whole number from 1"],
    [["sample", "order_paid", "--count", "x"], "whole number from 1"],
    [["sample", "order_paid", "--seed", "1.5"], "whole number from 0"],
    [["sample"], "missing required argument"],
  ])("ends with 2 and one clear line for %j", async (argv, words) => {
    const ran = await runCli(folderWith(), argv);
    expect(ran).toMatchObject({ code: 2, out: "" });
    expect(ran.err).toContain(words);
  });

  test("makes payloads, as examples are, where the envelope is in the body", async () => {
    const folder = folderWith({ "contract.json": { ...shop["contract.json"], envelope: "body" } });
    const { out } = await runCli(folder, ["sample", "order_paid", "v1"]);
    expect(Object.keys(JSON.parse(out))).toEqual(["orderId", "total"]);
  });
});
