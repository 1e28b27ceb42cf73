import { contract, type VhostName } from "../generated/contract.js";
import { urlVhost } from "../runtime/connection/endpoint.js";

/** Each virtual host of the contract as the one of a broker's URL, for a broker on which the others do not exist. */
export function inOneVhost(url: string): Readonly<Record<VhostName, string>> {
  const own = urlVhost(url) ?? "/";
  return Object.fromEntries((contract.vhosts ?? []).map((vhost) => [vhost, own])) as Record<
    VhostName,
    string
  >;
}
