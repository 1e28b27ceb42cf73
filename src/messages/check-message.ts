import { MAX_BODY_BYTES } from "../../runtime/wire/body.js";
import { meantFailures } from "../compat/prove/meant-failures.js";
import type { Contract, Event, EventVersion } from "../contract/contract.js";
import { writtenPattern } from "../contract/known-patterns.js";
import type { MessageRole } from "../contract/message-role.js";
import { parseSource } from "../contract/parse-source.js";
import { findingAt, findingOn } from "../contract/source-file.js";
import { integerFailure } from "../contract/unsafe-integers.js";
import { decodeUtf8 } from "../files/decode-utf8.js";
import type { Finding } from "../findings/finding.js";
import { isObject, type Json, member } from "../json/json.js";
import { SlowPatternError } from "../patterns/pattern-work.js";
import { bundlesOf } from "../sdk/generate-sdk.js";
import { failuresOf } from "../validators/compile-task.js";
import { compileValidators } from "../validators/compile-validators.js";

/** A message that was checked. */
export interface CheckedMessage {
  /** None when it is valid. */
  readonly findings: readonly Finding[];
  /** The message as text, if it is UTF-8. */
  readonly text: string | undefined;
  /** What its schema describes, without an envelope; only of a message that is valid. */
  readonly payload: Json | undefined;
}

/** Gives a function that checks messages of one version; the name of one is what its findings call it. */
export function messageChecker(
  contract: Contract,
  event: Event,
  version: EventVersion,
  role: MessageRole,
): (name: string, bytes: Uint8Array) => CheckedMessage {
  const { reader, writer } = bundlesOf(version, contract);
  const bundle = role === "publisher" ? (writer ?? reader) : reader;
  const validate = compileValidators(new Map([["message", bundle]])).validators.get("message");
  if (!validate) throw new Error("no validator was compiled");
  return (name, bytes) => {
    const text = decodeUtf8(bytes);
    const refused = (findings: readonly Finding[]) => ({ findings, text, payload: undefined });
    if (bytes.length > MAX_BODY_BYTES) return refused([findingOn(name, tooLarge)]);
    if (text === undefined) return refused([findingOn(name, noUtf8)]);
    const { source, findings: malformed } = parseSource(name, text);
    if (!source) return refused(malformed);
    try {
      const payload = payloadOf(source.value, event, version);
      const integer = integerFailure(source, role);
      const failures = [
        ...meantFailures(failuresOf(validate, payload, { written: writtenPattern }), bundle, payload),
        ...(integer === undefined ? [] : [integer]),
      ];
      if (failures.length === 0) return { findings: [], text, payload };
      return refused(
        failures.map(({ pointer, message }) =>
          findingAt(source, pointer, {
            rule: "message-invalid",
            severity: "error",
            message: `${pointer === "" ? "The message" : `The value at ${pointer}`} ${message}.`,
          }),
        ),
      );
    } catch (error) {
      if (!(error instanceof SlowPatternError)) throw error;
      return refused([findingOn(name, { rule: "pattern-slow", severity: "error", message: error.message })]);
    }
  };
}

/** With the body envelope a message on the wire begins with `version` and `event`; the schema describes the rest. */
function payloadOf(value: Json, { envelope, name }: Event, { label }: EventVersion): Json {
  if (envelope !== "body" || !isObject(value)) return value;
  if (member(value, "version") !== label || member(value, "event") !== name) return value;
  return Object.fromEntries(Object.entries(value).filter(([key]) => key !== "version" && key !== "event"));
}

const noUtf8 = {
  rule: "message-encoding",
  severity: "error",
  message: "The message is not valid UTF-8; consumers would dead-letter it.",
} as const;

const tooLarge = {
  rule: "message-too-large",
  severity: "error",
  message: "The message is larger than 16 MiB; consumers would dead-letter it without parsing it.",
} as const;
