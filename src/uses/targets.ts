import type { ts } from "ts-morph";
import { appendTo } from "../code/append-to.js";
import type { SdkContract, SdkVersion } from "./sdk-contract.js";
import type { ValueTarget } from "./value-target.js";
import { walkPath } from "./walk-path.js";
import { lastName, pathText, type WantedUse } from "./wanted.js";

/** A declaration of the SDK whose uses are looked for, and how to say one. */
export interface NameTarget {
  readonly key: string;
  /** `member`: an entry of `handlers`; `family` and `version`: descriptors; `type`: a type. */
  readonly kind: "property" | "member" | "family" | "version" | "type";
  /** The path of a property, the label of a version, the name of an event or a type. */
  readonly label: string;
  /** What the SDK calls it, however it is imported. */
  readonly name: string;
}

/** A type that contains what is wanted, and the way from there. */
export interface TypeHolder {
  readonly target: NameTarget | ValueTarget;
  readonly rest: readonly string[];
}

/** Everything that is looked for, by the declarations of the SDK. */
export interface Targets {
  readonly names: ReadonlyMap<ts.Node, readonly NameTarget[]>;
  readonly values: readonly ValueTarget[];
  /** Objects of the SDK's types on the way to a wanted property. */
  readonly holders: ReadonlyMap<ts.Type, readonly TypeHolder[]>;
  /** By event name, the members of its handlers; for events that are wanted as a whole. */
  readonly events: ReadonlyMap<string, readonly NameTarget[]>;
  /** Why a key has nothing to look for. */
  readonly unresolved: ReadonlyMap<string, string>;
}

/** Finds the declarations of what is wanted in the generated SDKs. */
export function findTargets(
  wanted: ReadonlyMap<string, WantedUse>,
  contract: SdkContract,
  checker: ts.TypeChecker,
): Targets {
  const names = new Map<ts.Node, NameTarget[]>();
  const values: ValueTarget[] = [];
  const holders = new Map<ts.Type, TypeHolder[]>();
  const events = new Map<string, NameTarget[]>();
  const unresolved = new Map<string, string>();

  const addVersion = (key: string, { event, version, descriptor, types }: SdkVersion): void => {
    appendTo(names, descriptor, { key, kind: "version", label: version, name: descriptor.name.getText() });
    for (const type of types)
      appendTo(names, type, { key, kind: "type", label: type.name.text, name: type.name.text });
    for (const { members } of contract.events.filter((family) => family.event === event)) {
      const member = members.get(version);
      if (member) appendTo(names, member, { key, kind: "member", label: version, name: version });
    }
  };

  for (const [key, one] of wanted) {
    const ofEvent = contract.versions.filter(({ event }) => event === one.event);
    const versions = ofEvent.filter(({ version }) => one.kind === "event" || one.versions.includes(version));
    if (versions.length === 0) {
      unresolved.set(key, missing(one, contract));
      continue;
    }
    if (one.kind === "event" || one.kind === "version")
      for (const version of versions) addVersion(key, version);
    if (one.kind === "event") {
      for (const { event, descriptor } of contract.events.filter(({ event }) => event === one.event)) {
        const target: NameTarget = { key, kind: "family", label: event, name: descriptor.name.getText() };
        appendTo(names, descriptor, target);
        if (!events.get(event)?.some((other) => other.key === key)) appendTo(events, event, target);
      }
    }
    if (one.kind === "property" || one.kind === "value") {
      const found = versions.map(({ payload }) => walkPath(checker, payload, one.path));
      const declarations = new Set(found.flatMap(({ ends }) => ends));
      if (declarations.size === 0) {
        unresolved.set(key, notGenerated(one.event, one.versions, pathText(one.path)));
        continue;
      }
      const ways = found.flatMap((walked) => walked.ways);
      if (one.kind === "property") {
        const target: NameTarget = {
          key,
          kind: "property",
          label: pathText(one.path),
          name: pathText(one.path),
        };
        for (const declaration of declarations) appendTo(names, declaration, target);
        for (const { type, rest } of ways) appendTo(holders, type, { target, rest });
      } else {
        const types = new Set(found.flatMap((walked) => walked.types));
        const target = { key, name: lastName(one.path), value: one.value, declarations, types };
        values.push(target);
        for (const { type, rest } of ways) appendTo(holders, type, { target, rest });
      }
    }
  }
  return { names, values, holders, events, unresolved };
}

/** The code's SDK may be older than the schemas before the change, or of a version that never had the property. */
function notGenerated(event: string, versions: readonly string[], path: string): string {
  return `The generated SDK does not have ${path} of ${event} ${versions.join(", ")}, so uses of it are not listed. Run \`rabbitgen generate\` first.`;
}

function missing(wanted: WantedUse, { versions }: SdkContract): string {
  if (versions.length === 0) return "The code does not import an SDK generated by rabbitgen.";
  const known = versions.some(({ event }) => event === wanted.event);
  const labels = known && wanted.kind !== "event" ? ` ${wanted.versions.join(", ")}` : "";
  return `No generated SDK that the code imports has ${wanted.event}${labels}.`;
}
