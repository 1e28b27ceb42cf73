// What a team would write by hand: the types of json-schema-to-typescript and ajv's standalone validators, file by file.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv } from "ajv";
import { Ajv2019 } from "ajv/dist/2019.js";
import { Ajv2020 } from "ajv/dist/2020.js";
import standalone from "ajv/dist/standalone/index.js";
import draft04 from "ajv-draft-04";
import formats from "ajv-formats";

// Its declarations do not pass the strict flags of this repository, so that they are not looked at.
const { compile } = (await import(String("json-schema-to-typescript"))) as {
  compile: (schema: unknown, name: string, options: { format: boolean }) => Promise<string>;
};
const [schemas = "", out = ""] = process.argv.slice(2);
const options = { code: { source: true, esm: true }, allErrors: true, strict: false } as const;
const compilers = {
  "draft-04": new draft04.default(options),
  "2019-09": new Ajv2019(options),
  "2020-12": new Ajv2020(options),
  other: new Ajv(options),
};
for (const ajv of Object.values(compilers)) formats.default(ajv as never);
mkdirSync(out, { recursive: true });
for (const path of readdirSync(schemas, { recursive: true, encoding: "utf8" })) {
  const [, event = "", version = ""] = /^([^/]+)\/v(\d+)\.json$/.exec(path) ?? [];
  if (event === "") continue;
  const schema = JSON.parse(readFileSync(join(schemas, path), "utf8")) as { $schema?: string };
  const draft =
    (["draft-04", "2019-09", "2020-12"] as const).find((name) => schema.$schema?.includes(name)) ?? "other";
  const ajv = compilers[draft];
  const types = await compile(structuredClone(schema), `${event}V${version}`, { format: false });
  writeFileSync(join(out, `${event}V${version}.ts`), types);
  writeFileSync(
    join(out, `${event}V${version}.js`),
    standalone.default(ajv as never, ajv.compile(schema) as never),
  );
}
