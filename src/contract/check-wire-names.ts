import type { Finding } from "../findings/finding.js";
import { isObject, member } from "../json/json.js";
import { joinPointer, valueAt } from "../json/pointer.js";
import { checkPlaceholders } from "./check-placeholders.js";
import type { Contract, Event } from "./contract.js";
import type { Layout } from "./layout.js";
import { textsOf } from "./routing-key.js";
import { bytes, shortString, tooLong } from "./short-string.js";
import { type Diagnosis, findingAt, findingOn, type SourceFile } from "./source-file.js";

/** Names that no message and no declaration can carry, and routing keys that are meant as patterns. */
export function checkWireNames(
  contract: Contract,
  layout: Layout,
  sources: ReadonlyMap<string, SourceFile>,
): Finding[] {
  const files = [...layout.events.values()].flatMap(({ settings = "" }) => sources.get(settings) ?? []);
  const shared = sources.get("contract.json");
  return [
    ...contract.events.flatMap((event) => eventNames(event, contract, layout, sources)),
    ...(shared ? [...longNames(shared), ...longServiceNames(shared)] : []),
    ...files.flatMap(longNames),
  ];
}

function eventNames(
  event: Event,
  contract: Contract,
  layout: Layout,
  sources: ReadonlyMap<string, SourceFile>,
): Finding[] {
  const settings = sources.get(layout.events.get(event.name)?.settings ?? "");
  const file = event.versions[0]?.source.path ?? event.folder;
  const place = (key: string, diagnosis: Diagnosis): Finding =>
    settings && isObject(settings.value) && member(settings.value, key) !== undefined
      ? findingAt(settings, `/${key}`, diagnosis)
      : findingOn(file, diagnosis);
  const findings: Finding[] = [];
  if (bytes(event.name) > shortString) findings.push(findingOn(file, tooLong("event name", event.name)));
  if (/\p{Cc}/u.test(event.name)) findings.push(findingOn(file, controlCharacter(event.name)));
  const { keyTemplate, routingKey } = event;
  const texts = textsOf(keyTemplate);
  // each placeholder takes a character at least
  const shortest = keyTemplate.parts.map((part) => (typeof part === "string" ? part : "x")).join("");
  if (bytes(shortest) > shortString) findings.push(place("routingKey", tooLong("routing key", shortest)));
  if (isRouted(event) && keyTemplate.problem === undefined && texts.some((text) => /[*#]/.test(text)))
    findings.push(place("routingKey", wildcard(routingKey)));
  return [
    ...findings,
    ...checkPlaceholders(event, contract.definitions, (diagnosis) => place("routingKey", diagnosis)),
  ];
}

/** A fanout exchange and a headers exchange do not look at routing keys. */
function isRouted({ exchange: { type } }: Event): boolean {
  return type === "topic" || type === "direct";
}

/** Names of exchanges and virtual hosts: the settings' JSON Schemas limit their characters, AMQP their bytes. */
function longNames(source: SourceFile): Finding[] {
  return [
    ...longName(source, "exchange name", "/exchange"),
    ...longName(source, "exchange name", "/exchange/name"),
    ...longName(source, "virtual host name", "/vhost"),
  ];
}

/** A service's name is the `app_id` of its messages. */
function longServiceNames(source: SourceFile): Finding[] {
  const services = isObject(source.value) ? member(source.value, "services") : undefined;
  return Object.keys(isObject(services) ? services : {}).flatMap((name) => {
    const at = joinPointer("/services", name);
    return [
      ...(bytes(name) > shortString ? [findingAt(source, at, tooLong("service name", name), "key")] : []),
      ...longName(source, "virtual host name", `${at}/vhost`),
    ];
  });
}

function longName(source: SourceFile, what: string, pointer: string): Finding[] {
  const name = valueAt(source.value, pointer);
  return typeof name === "string" && bytes(name) > shortString
    ? [findingAt(source, pointer, tooLong(what, name))]
    : [];
}

/** RabbitMQ's documentation, Topic exchanges: `*` and `#` mean something in the key of a binding only. */
function wildcard(routingKey: string): Diagnosis {
  return {
    rule: "routing-key-pattern",
    severity: "warning",
    message: `Messages are published with the literal routing key ${JSON.stringify(routingKey)}; * and # are wildcards only in bindings.`,
    help: 'Use a placeholder such as {region} where keys differ, otherwise a key without * and #; wildcards belong in "bind".',
  };
}

function controlCharacter(name: string): Diagnosis {
  return {
    rule: "event-name",
    severity: "error",
    message: `The event name ${JSON.stringify(name)} contains a control character.`,
    help: "Rename the folder.",
  };
}
