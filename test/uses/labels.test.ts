// @module-tag long
import { mkdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { repository } from "../support/repository.js";
import { tempFolder, writeFiles } from "../support/temp-folder.js";
import { sdkOf, usesOf } from "./shop.js";

const schema = { type: "object", properties: { id: { type: "string" }, note: { type: "string" } } };

const code = (
  label: string,
  constant: string,
): string => `import { connect, orderPaid, ${constant} } from "../generated/index.js";
const rabbit = await connect({ url: "", service: "shop" });
await rabbit.consumer(orderPaid, { queue: "q", handlers: { ${JSON.stringify(label)}: async (event) => console.log(event.note) } });
await rabbit.publisher(${constant});
`;

test.each([
  ["1.0.0", "orderPaidV1_0_0", "copy"],
  ["1-0-0", "orderPaidV1_0_0", "copy"],
  ["1", "orderPaidV1", "copy"],
  ["1", "orderPaidV1", "package"],
])("uses of a version that is labelled %s are found in code", async (label, constant, runtime) => {
  const sdk = await sdkOf({
    "contract.json": { versionLabels: label, sdk: { runtime } },
    [`order_paid/${label}.json`]: schema,
  });
  const folder = tempFolder({ "src/a.ts": code(label, constant) });
  if (runtime === "package") {
    mkdirSync(join(folder, "node_modules/@rabbitgen"), { recursive: true });
    symlinkSync(join(repository, "packages/runtime"), join(folder, "node_modules/@rabbitgen/runtime"));
  }
  writeFiles(folder, Object.fromEntries([...sdk].map(([path, text]) => [`generated/${path}`, text])));
  const versions = [label];
  expect(usesOf(folder, { kind: "version", event: "order_paid", versions })).toEqual([
    `src/a.ts:1:30 names ${constant}`,
    `src/a.ts:3:60 handles ${label}`,
    `src/a.ts:4:24 publishes ${label}`,
  ]);
  expect(usesOf(folder, { kind: "property", event: "order_paid", versions, path: ["note"] })).toEqual([
    expect.stringMatching(/^src\/a\.ts:3:\d+ reads note$/),
  ]);
});
