import { formats } from "../../runtime/formats/formats.js";
import type { Finding } from "../findings/finding.js";
import { isObject, member } from "../json/json.js";
import { joinPointer } from "../json/pointer.js";
import { checkServices } from "./check-services.js";
import { checkWireNames } from "./check-wire-names.js";
import type { Contract, Event, Exchange } from "./contract.js";
import { knownPattern } from "./known-patterns.js";
import type { Layout } from "./layout.js";
import { listedNames } from "./listed.js";
import { ObjectSchemas } from "./object-schemas.js";
import { declaredNames } from "./object-shape.js";
import { readEventSettings } from "./read-settings.js";
import { predeclaredExchanges } from "./reserved-names.js";
import type { Schema } from "./schema.js";
import { type Diagnosis, findingAt, findingOn, type SourceFile } from "./source-file.js";
import { standardFormats } from "./standard-formats.js";

/** What the JSON Schemas of `contract.json` and `event.json` cannot say: lengths in bytes, and what belongs together. */
export function checkSettings(
  contract: Contract,
  layout: Layout,
  sources: ReadonlyMap<string, SourceFile>,
): Finding[] {
  return [
    ...checkWireNames(contract, layout, sources),
    ...bodyEnvelopes(contract),
    ...envelopeNames(contract),
    ...contract.events.flatMap((event) => versionSettings(event, layout, sources)),
    ...exchangeTypes(contract, layout, sources),
    ...ownFormats(sources.get("contract.json")),
    ...checkServices(contract, sources.get("contract.json"), new Set(layout.events.keys())),
  ];
}

/** What `event.json` says of versions that are not there, and days that the calendar does not have. */
function versionSettings(event: Event, layout: Layout, sources: ReadonlyMap<string, SourceFile>): Finding[] {
  const settings = sources.get(layout.events.get(event.name)?.settings ?? "");
  if (!settings) return [];
  const labels = event.versions.map(({ label }) => label);
  const known = new Set(labels);
  const unknown = (label: string, pointer: string, part: "key" | "value"): Finding[] =>
    known.has(label) ? [] : [findingAt(settings, pointer, noVersion(event.name, label, labels), part)];
  const { unversioned, versions = {} } = readEventSettings(settings);
  const unread = unversioned === undefined ? [] : unknown(unversioned, "/unversioned", "value");
  const ofVersions = Object.entries(versions).flatMap(([label, { replacedBy, sunset }]) => {
    const at = joinPointer("/versions", label);
    return [
      ...unknown(label, at, "key"),
      ...(replacedBy === undefined ? [] : unknown(replacedBy, `${at}/replacedBy`, "value")),
      ...(sunset === undefined || formats.date(sunset)
        ? []
        : [findingAt(settings, `${at}/sunset`, noDay(sunset))]),
    ];
  });
  return [...unread, ...ofVersions];
}

/**
 * With the body envelope, `version` and `event` are members of the body beside the payload's own, so it must be an
 * object.
 */
function bodyEnvelopes({ events, definitions }: Contract): Finding[] {
  const objects = new ObjectSchemas((reference) => definitions.get(reference)?.schema ?? true);
  return events
    .filter(({ envelope }) => envelope === "body")
    .flatMap(({ versions }) => versions)
    .filter(({ location }) => {
      const schema = definitions.get(location)?.schema;
      return schema !== undefined && !objects.isObjectOnly(schema);
    })
    .map(({ source }) =>
      findingAt(source, "", {
        rule: "envelope-body",
        severity: "error",
        message: "This schema allows values other than objects, which cannot have the body envelope.",
        help: 'Add "type": "object".',
      }),
    );
}

/** Payload properties that the body envelope would overwrite on the wire. */
function envelopeNames({ events, definitions }: Contract): Finding[] {
  const resolve = (location: string): Schema => definitions.get(location)?.schema ?? true;
  return events
    .filter(({ envelope }) => envelope === "body")
    .flatMap(({ versions }) => versions)
    .flatMap(({ location, source }) => {
      const names = new Set(declaredNames(resolve(location), resolve));
      return ["version", "event"]
        .filter((name) => names.has(name))
        .map((name) => findingAt(source, `/properties/${name}`, takenByEnvelope(name), "key"));
    });
}

/** An exchange exists once per virtual host, with one type; declaring it again with another fails at run time. */
function exchangeTypes(
  { events }: Contract,
  layout: Layout,
  sources: ReadonlyMap<string, SourceFile>,
): Finding[] {
  const first = new Map<string, Event>();
  return events.flatMap((event) => {
    const predeclared = predeclaredExchanges.get(event.exchange.name);
    const place = (diagnosis: Diagnosis): Finding => exchangeFinding(event, layout, sources, diagnosis);
    if (predeclared !== undefined)
      return predeclared === event.exchange.type
        ? []
        : [place(otherPredeclared(event.exchange, predeclared))];
    const key = JSON.stringify([event.vhost, event.exchange.name]);
    const other = first.get(key) ?? event;
    first.set(key, other);
    if (other.exchange.type === event.exchange.type) return [];
    const diagnosis: Diagnosis = {
      rule: "exchange-type",
      severity: "error",
      message:
        `Exchange ${JSON.stringify(event.exchange.name)} has the type ${event.exchange.type} for ${event.name}, ` +
        `but ${other.exchange.type} for ${other.name}.`,
      help: "Use the same type for both, or another exchange name.",
    };
    return [place(diagnosis)];
  });
}

/** A finding where an event's exchange is named: in its settings, in those of all events, or nowhere. */
function exchangeFinding(
  event: Event,
  layout: Layout,
  sources: ReadonlyMap<string, SourceFile>,
  diagnosis: Diagnosis,
): Finding {
  const settings = sources.get(layout.events.get(event.name)?.settings ?? "");
  const shared = sources.get("contract.json");
  const named = [settings, shared].find((file) => isObject(file?.value) && member(file.value, "exchange"));
  const file = named ?? settings;
  return file
    ? findingAt(file, "/exchange", diagnosis)
    : findingOn(event.versions[0]?.source.path ?? "", diagnosis);
}

function otherPredeclared({ name, type }: Exchange, own: Exchange["type"]): Diagnosis {
  return {
    rule: "exchange-type",
    severity: "error",
    message: `RabbitMQ's own exchange ${JSON.stringify(name)} has the type ${own}, not ${type}.`,
    help: `Write { "name": ${JSON.stringify(name)}, "type": "${own}" }, or use your own exchange.`,
  };
}

/** Formats whose names the standard has, and patterns that mean nothing in ECMA-262. */
function ownFormats(settings: SourceFile | undefined): Finding[] {
  const formats = isObject(settings?.value) ? member(settings.value, "formats") : undefined;
  if (settings === undefined || !isObject(formats)) return [];
  return Object.entries(formats).flatMap(([name, format]) => {
    const at = joinPointer("/formats", name);
    const pattern = isObject(format) ? member(format, "pattern") : undefined;
    return [
      ...(standardFormats.has(name) ? [findingAt(settings, at, standardFormat(name), "key")] : []),
      ...(typeof pattern === "string"
        ? knownPattern(pattern).findings.map((each) => findingAt(settings, `${at}/pattern`, each))
        : []),
    ];
  });
}

function standardFormat(name: string): Diagnosis {
  return {
    rule: "settings-invalid",
    severity: "error",
    message: `The format ${JSON.stringify(name)} is defined by JSON Schema and cannot be redefined.`,
    help: "Use another name.",
  };
}

function takenByEnvelope(name: string): Diagnosis {
  return {
    rule: "envelope-body",
    severity: "error",
    message: `The body envelope uses the property "${name}", so the payload cannot have it.`,
    help: 'Rename the property, or use "envelope": "headers".',
  };
}

function noVersion(event: string, label: string, labels: readonly string[]): Diagnosis {
  return {
    rule: "version-unknown",
    severity: "error",
    message: `${event} has no version ${label}. Available versions: ${listedNames(labels)}.`,
    help: "Fix the label, or add the version file. If the version was removed, remove this setting too.",
  };
}

function noDay(sunset: string): Diagnosis {
  return {
    rule: "settings-invalid",
    severity: "error",
    message: `${JSON.stringify(sunset)} is not a calendar date.`,
  };
}
