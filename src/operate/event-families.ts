import type {
  Failure,
  LoadValidators,
  Validation,
  Validator,
  Validators,
} from "../../runtime/contract/event-version.js";
import { ValidatorError } from "../../runtime/errors/publish-error.js";
import {
  type Check,
  Failures,
  type LoadedFamily,
  type LoadedVersion,
  validator,
} from "../../runtime/validate/validator.js";
import { meantFailures } from "../compat/prove/meant-failures.js";
import type { Bundle } from "../contract/bundle.js";
import type { Contract, Event, EventSchema } from "../contract/contract.js";
import { writtenPattern } from "../contract/known-patterns.js";
import type { Json } from "../json/json.js";
import { restartPatternWork, SlowPatternError } from "../patterns/pattern-work.js";
import { bundlesOf } from "../sdk/generate-sdk.js";
import { compileValidators } from "../validators/compile-validators.js";
import type { CompiledValidator } from "../validators/compiled-validator.js";
import { wireVersion } from "./wire-version.js";

/** The events of a contract as its generated SDK describes them, with validators that are compiled when first asked. */
export function eventFamilies(contract: Contract): readonly LoadedFamily[] {
  return contract.events.map((event) => ({
    event: event.name,
    versions: Object.fromEntries(
      event.versions.map(({ label }) => [label, eventVersion(contract, event, label)]),
    ),
    ...(event.unversioned === undefined ? {} : { unversioned: event.unversioned }),
  }));
}

/** One version of an event as its generated SDK describes it. Throws for a version that the event does not have. */
export function eventVersion(contract: Contract, event: Event, label: string): LoadedVersion {
  const { name, versions, headers } = event;
  const wanted = versions.find((version) => version.label === label);
  if (wanted === undefined) throw new Error(`${name} has no version ${label}`);
  return {
    ...wireVersion(contract, event, wanted),
    ...validatorsOf(contract, wanted),
    ...(headers === undefined
      ? {}
      : { headers: { names: headers.names, ...validatorsOf(contract, headers) } }),
  };
}

/** Both forms, and what gives them as a generated SDK does. */
interface AllValidators extends Validators<unknown> {
  readonly validators: LoadValidators<unknown>;
}

function validatorsOf(contract: Contract, schema: EventSchema): AllValidators {
  const form = (choose: (bundles: ReturnType<typeof bundlesOf>) => Bundle) =>
    whenAsked(() => validatorOf(choose(bundlesOf(schema, contract))));
  const both = {
    reader: form(({ reader }) => reader),
    writer: form(({ reader, writer }) => writer ?? reader),
  };
  return { ...both, validators: async () => both };
}

function whenAsked(make: () => Validator<unknown>): Validator<unknown> {
  let made: Validator<unknown> | undefined;
  return (value) => {
    made ??= make();
    return made(value);
  };
}

function validatorOf(bundle: Bundle): Validator<unknown> {
  const compiled = compileValidators(new Map([["message", bundle]])).validators.get("message");
  if (compiled === undefined) throw new Error("no validator was compiled");
  const validate = validator(checkOf(compiled));
  return (value) => {
    restartPatternWork(); // a command that runs for days has no end of messages
    try {
      return meant(validate(value), bundle, value);
    } catch (error) {
      if (!(error instanceof ValidatorError && error.cause instanceof SlowPatternError)) throw error;
      const message = `cannot be decided: ${error.cause.message}`;
      return { valid: false, failures: [{ path: "", keyword: "pattern", message }], omitted: 0 };
    }
  };
}

/** A function that is compiled in this process, in the form of one that is generated. */
function checkOf(compiled: CompiledValidator): Check {
  const check: Check = (value) => {
    if (compiled(value)) return true;
    const failures = new Failures();
    for (const error of compiled.errors ?? []) {
      const { pattern } = error.params;
      const params =
        typeof pattern === "string" ? { ...error.params, pattern: writtenPattern(pattern) } : error.params;
      failures.push({ ...error, params });
    }
    compiled.errors = null;
    check.errors = failures;
    return false;
  };
  return check;
}

/** Without what alternatives say that were not meant. */
function meant(validation: Validation<unknown>, bundle: Bundle, value: unknown): Validation<unknown> {
  if (validation.valid) return validation;
  const byText = new Map<string, Failure>();
  for (const failure of validation.failures)
    byText.set(JSON.stringify([failure.path, failure.message]), failure);
  const all = validation.failures.map(({ path, message }) => ({ pointer: path, message }));
  const failures = meantFailures(all, bundle, value as Json).flatMap(
    ({ pointer, message }) => byText.get(JSON.stringify([pointer, message])) ?? [],
  );
  return { ...validation, failures };
}
