import type { EventFamily, EventVersion, Validator } from "../../templates/runtime/event-version.js";
import { meantFailures } from "../compat/meant-failures.js";
import type { Bundle } from "../contract/bundle.js";
import type { Contract, Event, EventSchema } from "../contract/contract.js";
import type { Json } from "../contract/json.js";
import { writtenPattern } from "../contract/known-patterns.js";
import { routingKeyParts } from "../contract/placeholder-source.js";
import { bundlesOf } from "../generate.js";
import { restartPatternWork, SlowPatternError } from "../patterns/pattern-work.js";
import { failuresOf } from "../validators/compile-task.js";
import { compileValidators } from "../validators/compile-validators.js";
import type { CompiledValidator } from "../validators/compiled-validator.js";

/** The events of a contract as a generated SDK has them; each validator is compiled when it is first asked. */
export function eventFamilies(contract: Contract): readonly EventFamily[] {
  return contract.events.map((event) => ({
    event: event.name,
    versions: Object.fromEntries(
      event.versions.map((version) => [version.label, eventVersion(event, version, contract)]),
    ),
    ...(event.unversioned !== undefined && { unversioned: event.unversioned }),
  }));
}

function eventVersion(event: Event, version: Event["versions"][number], contract: Contract): EventVersion {
  const { exchange, routingKey, vhost, envelope, unroutable, headers } = event;
  const parts = routingKeyParts(event, version, contract.definitions);
  return {
    event: event.name,
    version: version.label,
    contentType: `application/json; version=${version.label}`,
    deliveryMode: 2,
    exchange,
    routingKey,
    ...(parts.length > 0 && { routingKeyParts: parts }),
    vhost,
    envelope,
    unroutable,
    ...validators(version, contract),
    ...(headers && { headers: { names: headers.names, ...validators(headers, contract) } }),
  };
}

function validators(schema: EventSchema, contract: Contract): Pick<EventVersion, "reader" | "writer"> {
  return {
    reader: lazyValidator(() => bundlesOf(schema, contract).reader),
    writer: lazyValidator(() => {
      const { reader, writer } = bundlesOf(schema, contract);
      return writer ?? reader;
    }),
  };
}

function lazyValidator(bundleOf: () => Bundle): Validator<unknown> {
  let compiled: { readonly bundle: Bundle; readonly validate: CompiledValidator } | undefined;
  return (value) => {
    compiled ??= compile(bundleOf());
    const { bundle, validate } = compiled;
    restartPatternWork(); // the limit is meant for one command's messages, and here they have no end
    const failures = failuresIn(validate, bundle, value as Json);
    if (failures.length === 0) return { valid: true, value };
    return {
      valid: false,
      failures: failures.map(({ pointer, message }) => ({ path: pointer, keyword: "", message })),
      omitted: 0,
    };
  };
}

function compile(bundle: Bundle): { readonly bundle: Bundle; readonly validate: CompiledValidator } {
  const validate = compileValidators(new Map([["message", bundle]])).validators.get("message");
  if (validate === undefined) throw new Error("no validator was compiled");
  return { bundle, validate };
}

function failuresIn(
  validate: CompiledValidator,
  bundle: Bundle,
  value: Json,
): ReturnType<typeof meantFailures> {
  try {
    return meantFailures(failuresOf(validate, value, { written: writtenPattern }), bundle, value);
  } catch (error) {
    if (!(error instanceof SlowPatternError)) throw error;
    return [{ pointer: "", message: error.message }];
  }
}
