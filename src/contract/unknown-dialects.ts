import type { Finding } from "../findings/finding.js";
import { isObject, member } from "../json/json.js";
import { valueAt } from "../json/pointer.js";
import { dialectIn } from "./custom-dialects.js";
import { dialects } from "./dialect.js";
import type { Target } from "./registry.js";
import { findingAt, type SourceFile } from "./source-file.js";
import { pathUri } from "./uri-key.js";

/** Schemas whose `$schema` is neither a draft that rabbitgen reads nor one that the folder defines. */
export function unknownDialects(schemas: readonly SourceFile[], embedded: readonly Target[] = []): Finding[] {
  const places = [
    ...schemas.map((source) => ({ source, pointer: "" })),
    ...embedded.map(({ source, place: { pointer } }) => ({ source, pointer })),
  ];
  return places.flatMap(({ source, pointer }) => {
    const schema = valueAt(source.value, pointer);
    const named = isObject(schema) ? member(schema, "$schema") : undefined;
    if (named === undefined) return [];
    const text = JSON.stringify(named);
    const isUri = typeof named === "string";
    if (isUri && dialectIn(named, pathUri(source.path), source.dialects) !== undefined) return [];
    return findingAt(source, `${pointer}/$schema`, {
      rule: "schema-dialect",
      severity: "error",
      message: `${text} is not a JSON Schema draft that rabbitgen supports (${dialects.join(", ")}).`,
      help: isUri
        ? `If it is your own dialect, declare in contract.json which draft it extends: "dialects": { ${text}: "2020-12" }. Otherwise write "https://json-schema.org/draft/2020-12/schema".`
        : 'Write "https://json-schema.org/draft/2020-12/schema", or leave $schema out.',
      cause: text,
    });
  });
}
