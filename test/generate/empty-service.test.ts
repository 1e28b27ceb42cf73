import { expect, test } from "vitest";
import { runCli } from "../support/run-cli.js";
import { tempFolder } from "../support/temp-folder.js";

const schemas = {
  "schemas/contract.json": { services: { shop: { publishes: ["placed"] }, idle: {} } },
  "schemas/placed/v1.json": { type: "object" },
};

test("an SDK for a service without events comes with a warning, each time", async () => {
  const folder = tempFolder(schemas);
  const warning =
    "warning: idle neither publishes nor consumes an event in contract.json; the SDK has none.\n";
  for (const more of [[], [], ["--check"]])
    expect(await runCli(folder, ["generate", "--service", "idle", ...more])).toMatchObject({
      code: 0,
      err: warning,
    });
});

test("an SDK for a service with events has no warning", async () => {
  const folder = tempFolder(schemas);
  expect(await runCli(folder, ["generate", "--service", "shop"])).toMatchObject({ code: 0, err: "" });
});
