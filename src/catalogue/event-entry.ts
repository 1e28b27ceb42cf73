import type { EventNames } from "../code/names.js";
import { contentTypeOf } from "../contract/content-type.js";
import { type Contract, type Event, type EventVersion, importEndings } from "../contract/contract.js";
import { routingKeyParts } from "../contract/placeholder-source.js";
import type { Location } from "../contract/schema.js";
import type { Json } from "../json/json.js";
import type { SampledEvents } from "../samples/index.js";
import type { ExaminedVersion } from "./examine-versions.js";
import type { ConsumptionEntry, EventEntry, ShownExample, VersionEntry } from "./model.js";
import type { PayloadNode } from "./payload-node.js";
import { routeOf } from "./route.js";
import { consumeCode, publishCode, type UsageService } from "./usage-code.js";
import { versionStatus } from "./version-status.js";

/** What an event is made an entry of. */
export interface EntrySources {
  readonly contract: Contract;
  readonly names: ReadonlyMap<string, EventNames>;
  /** By the location of the version. */
  readonly examined: ReadonlyMap<Location, ExaminedVersion>;
  /** By the location of the version, or of the declared headers. */
  readonly payloads: ReadonlyMap<Location, PayloadNode>;
  /** By the event's name. */
  readonly stems: ReadonlyMap<string, string>;
  /** Of all events. */
  readonly consumptions: readonly ConsumptionEntry[];
}

/** One event of a catalogue. */
export function eventEntry(event: Event, sources: EntrySources): EventEntry {
  const { contract, names, stems, consumptions, payloads } = sources;
  const own = names.get(event.name);
  const stem = stems.get(event.name);
  if (own === undefined || stem === undefined) throw new Error(`${event.name} has no names`);
  const publishers = contract.services.flatMap(({ name, publishes }) => {
    const publication = publishes.get(event.name);
    return publication === undefined ? [] : [{ service: name, versions: publication.versions }];
  });
  const consumers = consumptions.filter((each) => each.event === event.name);
  const { description, owner, headers } = event;
  return {
    name: event.name,
    stem,
    description,
    owner,
    versions: event.versions.map((version) => versionEntry(version, event, own, sources)).reverse(),
    route: routeOf(event, contract),
    headers: headers && payloads.get(headers.location),
    publishers,
    consumers,
    consume: consumeCode(event, own, {
      queue: consumers[0]?.queue,
      versions: consumers[0]?.versions,
      ...usageService(consumers[0], contract),
    }),
  };
}

function usageService(
  known: { readonly service: string } | undefined,
  { services, sdk }: Contract,
): UsageService {
  return {
    service: known?.service ?? services[0]?.name ?? "my-service",
    isExample: known === undefined,
    importEnding: importEndings[sdk.importExtension],
  };
}

function versionEntry(
  version: EventVersion,
  event: Event,
  names: EventNames,
  { contract, examined, payloads }: EntrySources,
): VersionEntry {
  const { label, location } = version;
  const found = examined.get(location);
  const payload = payloads.get(location);
  if (payload === undefined) throw new Error(`${location} has no payload tree`);
  const examples = examplesOf(version, found?.sample);
  const sender = contract.services.find(({ publishes }) => publishes.has(event.name));
  const publisher = sender && { service: sender.name };
  const before = event.versions[event.versions.indexOf(version) - 1];
  const comparison = found?.comparison;
  return {
    label,
    title: payload.title,
    description: payload.description,
    status: versionStatus(version, event, contract),
    contentType: contentTypeOf(label),
    payload,
    examples,
    noExample: examples.length > 0 ? undefined : whyNone(found?.sample),
    publish: publishCode(version, names, {
      example: examples[0]?.value,
      headers: headersExample(event, examined),
      words: wordsToGive(event, version, contract),
      ...usageService(publisher, contract),
    }),
    since: before === undefined || comparison === undefined ? undefined : { label: before.label, comparison },
  };
}

/** Headers that a publisher gives, where the event declares some. */
function headersExample({ headers }: Event, examined: EntrySources["examined"]): Json | undefined {
  const sample = headers && examined.get(headers.location)?.sample;
  return sample?.kind === "samples" ? sample.samples[0] : undefined;
}

function wordsToGive(event: Event, version: EventVersion, { definitions }: Contract): readonly string[] {
  const parts = routingKeyParts(event, version, definitions);
  const words = parts.flatMap((part) =>
    typeof part === "object" && "publish" in part ? [part.publish] : [],
  );
  return [...new Set(words)];
}

/** The valid messages beside the schema; one that is made where there are none. */
function examplesOf(
  { examples, source }: EventVersion,
  sample: SampledEvents | undefined,
): readonly ShownExample[] {
  const own = examples
    .filter(({ valid }) => valid)
    .map((each) => ({ title: each.source.path.replace(/^.*\//, ""), value: each.source.value }));
  if (own.length > 0 || sample?.kind !== "samples") return own;
  return sample.samples.map((value) => ({ title: `made from ${source.path.replace(/^.*\//, "")}`, value }));
}

function whyNone(sample: SampledEvents | undefined): string | undefined {
  return sample === undefined || sample.kind === "samples" ? undefined : sample.why;
}
