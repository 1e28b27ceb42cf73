import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { runCli } from "../support/run-cli.js";
import { tempFolder, writeFiles } from "../support/temp-folder.js";
import { typeCheck } from "../support/type-check.js";

test("types the keys of connect's vhosts as the virtual hosts of the contract, of events and of services", async () => {
  const folder = tempFolder();
  writeFiles(folder, {
    "schemas/contract.json": { vhost: "/default", services: { svc: { vhost: "/svc" } } },
    "schemas/ev/v1.json": { type: "object" },
    "schemas/other/v1.json": { type: "object" },
    "schemas/other/event.json": { vhost: "/it's" },
    "uses.ts": `
import { connect, type VhostName } from "./generated/index.js";
const url = "amqp://localhost";
export const names: readonly VhostName[] = ["/default", "/it's", "/svc"];
await connect({ url, service: "svc", vhosts: { "/default": "/a", "/it's": "/b", "/svc": undefined } });
// @ts-expect-error a typo
await connect({ url, service: "svc", vhosts: { "/defualt": "/a" } });
`,
  });
  expect(await runCli(folder, ["generate"])).toMatchObject({ code: 0 });
  expect(await typeCheck(folder)).toEqual([]);
  expect(readFileSync(join(folder, "generated/contract.ts"), "utf8")).toContain(
    `vhosts: ["/default", "/it's", "/svc"]`,
  );
});
