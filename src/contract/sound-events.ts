import type { Finding } from "../findings/finding.js";
import type { Definitions } from "./collect-definitions.js";
import { locationOf } from "./collect-definitions.js";
import { type Contract, schemasOfEvent } from "./contract.js";
import { headersPointer } from "./headers-schema.js";
import type { Layout } from "./layout.js";
import type { Definition, Location } from "./schema.js";
import { closureOf, reachedFrom } from "./schema-closure.js";

/**
 * The events of a layout that errors concern, in a file of theirs or in a definition that they lead to or that could not
 * be read, each with the first such file.
 */
export function brokenEvents(
  findings: readonly Finding[],
  { events }: Layout,
  { definitions, unreadUses }: Pick<Definitions, "definitions" | "unreadUses">,
): ReadonlyMap<string, string> {
  const errors = new Set(findings.filter(({ severity }) => severity === "error").map(({ file }) => file));
  const owners = new Map([...events].map(([name, { folder }]) => [folder, name]));
  const broken = new Map<string, string>();
  for (const file of errors) {
    const owner = ownerOf(file, owners);
    if (owner !== undefined && !broken.has(owner)) broken.set(owner, file);
  }
  for (const [name, { versions, settings = "" }] of events) {
    const headers = locationOf(settings, headersPointer);
    const roots = [...versions.values()].map((path) => locationOf(path, ""));
    const reached = [...roots, ...(definitions.has(headers) ? [headers] : [])].flatMap((root) => [
      ...closureOf(root, definitions),
    ]);
    const files = reached.map((location) => definitions.get(location)?.path ?? "");
    const unread = files.flatMap((file) => unreadUses.get(file) ?? []);
    const wrong = files.find((file) => errors.has(file)) ?? unread[0];
    if (wrong !== undefined && !broken.has(name)) broken.set(name, wrong);
  }
  return broken;
}

/** A contract without some events, by name, and without what only those need. */
export function withoutEvents(contract: Contract, left: ReadonlySet<string>): Contract {
  if (left.size === 0) return contract;
  const events = contract.events.filter(({ name }) => !left.has(name));
  const folders = [...left].map((name) => name.replaceAll(".", "/"));
  return { ...contract, events, definitions: reachable(events, contract.definitions, folders) };
}

/** The definitions that events lead to, and shared ones outside of the folders that are left out. */
function reachable(
  events: Contract["events"],
  definitions: ReadonlyMap<Location, Definition>,
  folders: readonly string[],
): ReadonlyMap<Location, Definition> {
  const roots = events.flatMap(schemasOfEvent).map(({ location }) => location);
  const needed = reachedFrom(roots, definitions);
  // By name, since `order.paid/` and `order/paid/` are the same event.
  const isLeft = (path: string): boolean =>
    folders.some((folder) => path.replaceAll(".", "/").startsWith(`${folder}/`));
  return new Map([...definitions].filter(([location, { path }]) => needed.has(location) || !isLeft(path)));
}

/** The event of the nearest folder around a file. */
function ownerOf(file: string, owners: ReadonlyMap<string, string>): string | undefined {
  for (let end = file.lastIndexOf("/"); end > 0; end = file.lastIndexOf("/", end - 1)) {
    const name = owners.get(file.slice(0, end));
    if (name !== undefined) return name;
  }
  return undefined;
}
