import { readFileSync } from "node:fs";
import { schemaReference } from "./schema-reference.js";

const read = (n: string) => JSON.parse(readFileSync(`json-schemas/${n}`, "utf8"));
const schemas = {
  "contract.schema.json": read("contract.schema.json"),
  "event.schema.json": read("event.schema.json"),
  "review.schema.json": read("review.schema.json"),
};
for (const f of Object.keys(schemas))
  console.log(
    schemaReference(schemas, f, {
      formats: "format",
      services: "service",
      "services.<service>.consumes": "event",
      versions: "version",
    }),
  );
