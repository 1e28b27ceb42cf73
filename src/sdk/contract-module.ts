import { quote, quoteJson, quoteKey } from "../code/quote.js";
import type { Contract, Service } from "../contract/contract.js";
import { compareText } from "../finding.js";
import { header } from "./header.js";

/** The module with what `contract.json` says of services: the defaults of `connect` and `consumer`. */
export function contractModule({ services, events }: Contract): string {
  const names = services.map(({ name }) => quote(name));
  const entries = services.map(
    (service) => `    ${quoteKey(service.name)}: ${quoteJson(settingsOf(service), "    ")},\n`,
  );
  const vhosts = [...new Set([...events, ...services].flatMap(({ vhost }) => vhost ?? []))].sort(compareText);
  return `${header("contract.json")}import type { Contract } from "./runtime/contract/contract.js";

/** The services that \`contract.json\` names${services.length === 0 ? "; it names none, so any name will do" : ""}. */
export type ServiceName = ${names.length === 0 ? "string" : names.join(" | ")};

/** The virtual hosts that the contract names${vhosts.length === 0 ? "; it names none" : ""}. */
export type VhostName = ${vhosts.length === 0 ? "never" : vhosts.map((vhost) => quote(vhost)).join(" | ")};

export const contract: Contract<ServiceName, VhostName> = {
  vhosts: ${quoteJson(vhosts, "  ")},
  services: {
${entries.join("")}  },
};
`;
}

function settingsOf({ vhost, publishes, consumes }: Service): unknown {
  return { vhost, publishes: [...publishes.keys()], consumes: Object.fromEntries(consumes) };
}
