import type { Contract, Event } from "../contract/contract.js";
import { listedNames } from "../contract/listed.js";
import { publicationState } from "../contract/publication.js";
import type { Break } from "../findings/finding.js";
import { consumersOf, publishersOf } from "./services.js";

/**
 * Whether services send messages of a version, for a consumer that does not read it:
 *
 * - `listed`: a service lists the version among those that it sends.
 * - `unlisted`: a service publishes the event without listing versions, so any version may be sent.
 * - `elsewhere`: no service in `contract.json` publishes the event.
 * - `unsent`: every publisher lists its versions, and this one is not among them.
 */
export type Sending = "listed" | "unlisted" | "elsewhere" | "unsent";

/** What `contract.json` says of the messages of one version. */
export function sendingOf(contract: Contract, event: string, label: string): Sending {
  const state = publicationState(contract, event, label);
  if (state === "published") return "listed";
  if (state !== "unknown") return "unsent";
  return publishersOf(contract, event).length > 0 ? "unlisted" : "elsewhere";
}

/** Services in `contract.json` that consume an event and do not read one version of it. */
export function unreadyConsumers(contract: Contract, event: string, label: string): readonly string[] {
  const ready = consumersOf(contract, event, label);
  return consumersOf(contract, event).filter((name) => !ready.includes(name));
}

/** How severe it is that messages of some versions become dead letters, and the proof. */
export interface DeadLetters {
  /** Absent for an error, which is the severity of the rules themselves. */
  readonly severity?: "warning";
  readonly breaks: readonly Break[];
}

/**
 * What it means that consumers do not read these versions of an event: a break of what is listed, and undecided where
 * nothing says whether the version is sent. It is a warning only if no service in `contract.json` publishes the event.
 */
export function deadLetters(
  contract: Contract,
  { name }: Pick<Event, "name">,
  labels: readonly string[],
  consumers: readonly string[],
): DeadLetters {
  const sent = (sending: Sending) => labels.filter((label) => sendingOf(contract, name, label) === sending);
  const who = `${inWords(consumers)} ${consumers.length === 1 ? "does" : "do"} not read`;
  const undecided = (versions: readonly string[], why: string): Break => ({
    direction: "wire",
    verdict: "unknown",
    reason: `${who} ${versions.join(", ")}, and would dead-letter ${versions.length === 1 ? "it" : "them"}; ${why}`,
  });
  const [listed, unlisted, elsewhere] = [sent("listed"), sent("unlisted"), sent("elsewhere")];
  const breaks: Break[] = [];
  if (listed.length > 0) {
    const reason = `${who} ${listed.join(", ")}: ${listed.length === 1 ? "its" : "their"} messages become dead letters`;
    breaks.push({ direction: "wire", verdict: "refuted", reason });
  }
  if (unlisted.length > 0)
    breaks.push(
      undecided(unlisted, `${senders(contract, name)} without listing versions, so any may be sent`),
    );
  if (elsewhere.length > 0)
    breaks.push(undecided(elsewhere, `no service in contract.json publishes ${name}`));
  return { ...(listed.length + unlisted.length > 0 ? {} : { severity: "warning" }), breaks };
}

/** What to write into a contract so that versions of an event do not count as sent. */
export function holdBack(contract: Contract, { name, versions }: Event, labels: readonly string[]): string {
  const publishers = unlistedPublishers(contract, name);
  if (publishers.length === 0)
    return `name the publisher of ${name} in contract.json, with the versions that it sends in "publishes"`;
  const others = versions.map(({ label }) => label).filter((label) => !labels.includes(label));
  const list = `[${others.map((label) => JSON.stringify(label)).join(", ")}]`;
  const example = others.length === 0 ? "" : `, as { ${JSON.stringify(name)}: ${list} }`;
  return `list in "publishes" which versions ${inWords(publishers)} ${publishers.length === 1 ? "sends" : "send"}${example}`;
}

/** Names of services in a sentence. */
export function inWords(names: readonly string[]): string {
  return names.length > 2 ? listedNames(names) : names.join(" and ");
}

function senders(contract: Contract, event: string): string {
  const names = unlistedPublishers(contract, event);
  return `${inWords(names)} ${names.length === 1 ? "publishes" : "publish"} ${event}`;
}

function unlistedPublishers({ services }: Contract, event: string): readonly string[] {
  return services
    .filter(({ publishes }) => publishes.has(event) && publishes.get(event)?.versions === undefined)
    .map(({ name }) => name);
}
