import type { Finding } from "../finding.js";
import { dialectOf, dialects } from "./dialect.js";
import { isObject, member } from "./json.js";
import { findingAt, type SourceFile } from "./source-file.js";

/** Schemas whose `$schema` names no draft that rabbitgen reads. */
export function unknownDialects(schemas: readonly SourceFile[]): Finding[] {
  return schemas.flatMap((source) => {
    const named = isObject(source.value) ? member(source.value, "$schema") : undefined;
    if (named === undefined || (typeof named === "string" && dialectOf(named) !== undefined)) return [];
    return findingAt(source, "/$schema", {
      rule: "schema-dialect",
      severity: "error",
      message: `${JSON.stringify(named)} is no draft of JSON Schema that rabbitgen reads (${dialects.join(", ")}).`,
      help: 'Write "https://json-schema.org/draft/2020-12/schema", or leave $schema out.',
    });
  });
}
