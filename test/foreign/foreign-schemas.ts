import { readdirSync, readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { Ajv } from "ajv";
import addFormats from "ajv-formats";
import { largePackage } from "../support/large-package.js";

/** A collection of schemas that others publish, as a schemas folder, with those of its examples that plain ajv accepts. */
export interface ForeignSchemas {
  readonly files: ReadonlyMap<string, string>;
  /** Accepted examples by event; each is valid under `v1`. */
  readonly examples: ReadonlyMap<string, readonly unknown[]>;
}

interface Webhook {
  readonly name: string;
  readonly examples: readonly unknown[];
}

interface Bundle {
  readonly definitions: Readonly<Record<string, unknown>>;
  readonly oneOf: readonly { readonly $ref: string }[];
}

const draft07 = "http://json-schema.org/draft-07/schema#";

/** GitHub's webhooks as octokit publishes them: one file of 344 definitions, and an event for each webhook. */
export function octokitWebhooks(): ForeignSchemas {
  const bundle = largePackage("@octokit/webhooks-schemas") as Bundle;
  const webhooks = largePackage("@octokit/webhooks-examples") as readonly Webhook[];
  const ajv = plainAjv().addSchema(bundle, "octokit");
  const files = new Map([["_octokit/schema.json", JSON.stringify(bundle)]]);
  const examples = new Map<string, readonly unknown[]>();
  for (const { name, examples: all } of webhooks) {
    const root = bundle.oneOf.find(({ $ref }) => $ref === `#/definitions/${name}_event`);
    if (root === undefined) continue;
    const schema = { $schema: draft07, $ref: `../_octokit/schema.json${root.$ref}` };
    files.set(`${name}/v1.json`, JSON.stringify(schema));
    const validate = ajv.compile({ $ref: `octokit${root.$ref}` });
    const accepted = all.filter((example) => validate(example));
    examples.set(name, accepted);
    for (const [index, example] of accepted.entries())
      files.set(`${name}/examples/v1/valid/${index}.json`, JSON.stringify(example));
  }
  return { files, examples };
}

/** AsyncAPI's own schemas of three versions, the AMQP bindings, and an event for each definition that has an example. */
export function asyncApi(): ForeignSchemas {
  const root = dirname(largePackage.resolve("@asyncapi/specs/package.json"));
  const read = (path: string): unknown => JSON.parse(readFileSync(join(root, path), "utf8"));
  const files = new Map<string, string>();
  const examples = new Map<string, readonly unknown[]>();
  for (const [index, version] of ["2.6.0", "3.0.0", "3.1.0"].entries())
    files.set(`asyncapi/v${index + 1}.json`, JSON.stringify(read(`schemas/${version}.json`)));
  for (const part of ["channel", "message", "operation"])
    files.set(`amqp/${part}/v1.json`, JSON.stringify(read(`bindings/amqp/0.3.0/${part}.json`)));
  const bundle = read("schemas/3.0.0.json") as Bundle;
  const ajv = plainAjv().addSchema(bundle as object, "asyncapi");
  for (const file of readdirSync(join(root, "examples/3.0.0")).filter((name) => name.endsWith(".json"))) {
    const name = basename(file, ".json");
    const key = `http://asyncapi.com/definitions/3.0.0/${name}.json`;
    if (!Object.hasOwn(bundle.definitions, key)) continue;
    const example = read(`examples/3.0.0/${file}`);
    const pointer = `#/definitions/${key.replaceAll("/", "~1")}`;
    files.set(
      `part/${name}/v1.json`,
      JSON.stringify({ $schema: draft07, $ref: `../../asyncapi/v2.json${pointer}` }),
    );
    // Each file is a list of examples, as JSON Schema's `examples` is.
    const accepted = [example].flat().filter((each) => ajv.validate({ $ref: key }, each));
    examples.set(`part.${name}`, accepted);
    for (const [index, each] of accepted.entries())
      files.set(`part/${name}/examples/v1/valid/${index}.json`, JSON.stringify(each));
  }
  return { files, examples };
}

function plainAjv(): Ajv {
  const ajv = new Ajv({ strict: false, logger: false, meta: false, validateSchema: false });
  (addFormats as unknown as (ajv: Ajv) => void)(ajv);
  return ajv;
}
