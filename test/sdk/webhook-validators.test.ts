// @module-tag packages
import { Ajv } from "ajv";
import standalone from "ajv/dist/standalone/index.js";
import addFormats from "ajv-formats";
import { expect, test } from "vitest";
import { runtimeFiles } from "../../src/files/package-files.js";
import { generateSdk } from "../../src/sdk/generate-sdk.js";
import { octokitWebhooks } from "../foreign/foreign-schemas.js";
import { loadGood } from "../support/load.js";

test("GitHub's 224 webhooks take at most 2.2 times the code that plain ajv makes of one form of them", async () => {
  const { files } = octokitWebhooks();
  const bundle = JSON.parse(files.get("_octokit/schema.json") ?? "") as object;
  const ajv = new Ajv({
    allErrors: true,
    inlineRefs: false,
    strict: false,
    code: { source: true, esm: true, lines: true },
  });
  addFormats.default(ajv).addSchema(bundle, "octokit");
  const events = [...files].filter(([path]) => path.endsWith("/v1.json"));
  const refs = events.map(([, text]) =>
    (JSON.parse(text) as { $ref: string }).$ref.replace(/^.*(?=#)/, "octokit"),
  );
  const plain = standalone.default(
    ajv,
    Object.fromEntries(refs.map((ref, index) => [`validate${index}`, ref])),
  );
  const contract = await loadGood(
    Object.fromEntries(events.concat([["_octokit/schema.json", JSON.stringify(bundle)]])),
  );
  const sdk = await generateSdk(contract, { runtime: runtimeFiles() });
  const validators = [...sdk.files]
    .filter(([path]) => path.endsWith(".validators.ts"))
    .map(([, text]) => text);
  expect(validators.length).toBeGreaterThan(events.length);
  expect(validators.join("").length / plain.length).toBeLessThanOrEqual(2.2);
});
