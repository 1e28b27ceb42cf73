import { RUNTIME_VERSION } from "../../runtime/contract/contract.js";
import { compareText } from "../code/compare-text.js";
import { quote, quoteJson, quoteKey } from "../code/quote.js";
import type { Contract, Service } from "../contract/contract.js";

import { header } from "./header.js";

/** The module with what `contract.json` says of services: the defaults of `connect` and `consumer`. */
export function contractModule({ services, events, sdk }: Contract): string {
  const names = services.map(({ name }) => quote(name));
  const entries = services.map(
    (service) => `    ${quoteKey(service.name)}: ${quoteJson(settingsOf(service), "    ")},\n`,
  );
  const labels = new Map(events.map(({ name, versions }) => [name, versions.map(({ label }) => label)]));
  const scopes = services.map((service) => scopeOf(service, labels)).join("");
  // without strict null checks, an empty list is one of any, which is none of never
  const vhosts = [...new Set([...events, ...services].flatMap(({ vhost }) => vhost ?? []))].sort(compareText);
  return `${header("contract.json")}import type { Contract${scopes === "" ? ", ServiceScope" : ""} } from "./runtime/contract/contract.js";

/** The services that \`contract.json\` names${services.length === 0 ? "; it names none, so any name is accepted" : ""}. */
export type ServiceName = ${names.length === 0 ? "string" : names.join(" | ")};

/** The virtual hosts that the contract names${vhosts.length === 0 ? "; it names none" : ""}. */
export type VhostName = ${vhosts.length === 0 ? "never" : vhosts.map((vhost) => quote(vhost)).join(" | ")};

/** What each service publishes and consumes: versions by event. */
export interface ServiceScopes ${scopes === "" ? "extends Readonly<Record<string, ServiceScope>> {}" : `{\n${scopes}}`}

export const contract: Contract<ServiceName, VhostName> = {
  vhosts: ${vhosts.length === 0 ? "[] as never[]" : quoteJson(vhosts, "  ")},
  services: {
${entries.join("")}  },
${sdk.runtime === "package" ? `  runtimeVersion: ${quote(RUNTIME_VERSION)},\n` : ""}};
`;
}

/** A service with the versions that it sends and reads, as a member of a type. */
function scopeOf(
  { name, publishes, consumes }: Service,
  labels: ReadonlyMap<string, readonly string[]>,
): string {
  const members = (
    entries: ReadonlyMap<string, { readonly versions?: readonly string[] | undefined }>,
  ): string => {
    const lines = [...entries].map(([event, { versions }]) => {
      const known = labels.get(event) ?? [];
      const own = known.filter((label) => versions === undefined || versions.includes(label));
      return `      ${quoteKey(event)}: ${own.length === 0 ? "never" : own.map((label) => quote(label)).join(" | ")};\n`;
    });
    return lines.length === 0 ? "{}" : `{\n${lines.join("")}    }`;
  };
  return `  ${quoteKey(name)}: {\n    publishes: ${members(publishes)};\n    consumes: ${members(consumes)};\n  };\n`;
}

function settingsOf({ vhost, publishes, consumes }: Service): unknown {
  return { vhost, publishes: [...publishes.keys()], consumes: Object.fromEntries(consumes) };
}
