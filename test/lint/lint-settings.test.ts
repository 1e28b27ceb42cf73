import { describe, expect, test } from "vitest";
import { type Files, places } from "../support/load.js";
import { lintFiles } from "./lint-files.js";

const closed = { type: "object", additionalProperties: false, properties: { at: { format: "datetime" } } };

/**
 * The findings for one event with one rule that is off and one that is on, with these lint settings in `contract.json`.
 */
async function heard(lint: unknown): Promise<string[]> {
  const { linted } = await lintFiles({ "contract.json": { lint }, "paid/v1.json": closed });
  return linted.map(({ rule, severity }) => `${severity} ${rule}`);
}

describe("what contract.json says of lint", () => {
  test("is nothing at first: rules have their defaults", async () => {
    expect(await heard({})).toEqual(["warning format-unknown"]);
  });

  test("switches single rules off and on, at a severity", async () => {
    expect(await heard({ rules: { "format-unknown": "off" } })).toEqual([]);
    expect(await heard({ rules: { "format-unknown": "error", "closed-reader": "info" } })).toEqual([
      "info closed-reader",
      "error format-unknown",
    ]);
  });

  test("switches categories, and a rule goes before its category", async () => {
    expect(await heard({ categories: { style: "off" } })).toEqual([]);
    const both = { categories: { style: "off" }, rules: { "format-unknown": "info" } };
    expect(await heard(both)).toEqual(["info format-unknown"]);
    const evolution = { categories: { evolution: "error" }, rules: { "closed-reader": "off" } };
    expect(await heard(evolution)).toEqual(["warning format-unknown"]);
    expect(await heard({ categories: { evolution: "error" } })).toEqual([
      "error closed-reader",
      "warning format-unknown",
    ]);
  });

  test("is refused with the command that lists the rules where no name is near", async () => {
    const { others } = await lintFiles({
      "contract.json": { lint: { rules: { "no-such-thing": "off" } } },
      "paid/v1.json": closed,
    });
    const errors = others.filter(({ severity }) => severity === "error");
    expect(errors.map(({ message, help }) => [message, help])).toEqual([
      ['Unknown rule "no-such-thing".', "Run `rabbitgen rules` to list all rules."],
    ]);
  });

  test("is refused with the nearest name where it names what is not there", async () => {
    const files: Files = {
      "contract.json": {
        lint: { categories: { wires: "off" }, rules: { "closed-readers": "off", "vhost-default": "warn" } },
      },
      "paid/v1.json": closed,
    };
    const { linted, others } = await lintFiles(files);
    expect(linted).toEqual([]);
    const errors = others.filter(({ severity }) => severity === "error");
    expect(places(errors)).toEqual([
      "contract.json:4:7 error settings-invalid",
      "contract.json:7:7 error settings-invalid",
      "contract.json:8:24 error settings-invalid",
    ]);
    expect(errors.map(({ help }) => help)).toEqual([
      'Did you mean "wire"?',
      'Did you mean "closed-reader"?',
      undefined,
    ]);
  });
});
