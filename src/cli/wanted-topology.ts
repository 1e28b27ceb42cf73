import { parseDuration } from "../../runtime/options/known-options.js";
import type { DeclareMode } from "../../runtime/topology/queue-plan.js";
import { possibleSteps, retryStep } from "../../runtime/topology/queue-topology.js";
import type { Contract } from "../contract/contract.js";
import { listedNames } from "../contract/listed.js";
import { UsageError } from "../findings/usage-error.js";
import { routedFamilies } from "../topology/routed-families.js";
import type { Topology } from "../topology/topology.js";
import { type TopologyOptions, topologyOf } from "../topology/topology-of.js";

/** The options of `rabbitgen topology` as the command line gives them. */
export interface TopologyFlags {
  readonly schemas: string;
  readonly service?: string;
  readonly declare: DeclareMode;
  readonly format: "definitions" | "rabbitmqctl" | "terraform" | "text" | "json";
  /** `true`: of any length. */
  readonly delays?: true | string;
  readonly vhost: readonly string[];
  readonly defaultVhost?: string;
  readonly passwordHashes?: string;
  readonly out?: string;
  readonly check?: string;
  readonly againstBroker?: true;
  readonly url?: string;
  readonly urlFile?: string;
  readonly management?: string;
}

/** The topology that the options ask for. */
export function wantedTopology(
  contract: Contract,
  { declare, delays, service }: Pick<TopologyFlags, "declare" | "delays" | "service">,
  vhostName: NonNullable<TopologyOptions["vhostName"]>,
): Topology {
  return topologyOf(contract, routedFamilies(contract), {
    declare,
    delays: stepsOf(delays),
    vhostName,
    ...(service === undefined ? {} : { service: known(service, contract) }),
  });
}

function known(service: string, { services }: Contract): string {
  if (services.some(({ name }) => name === service)) return service;
  const names = services.map(({ name }) => name);
  throw new UsageError(
    `Service ${service} not found in contract.json. Available services: ${names.length === 0 ? "none" : listedNames(names)}.`,
  );
}

/** Each delay as the SDK rounds it up. */
function stepsOf(delays: TopologyFlags["delays"]): readonly number[] {
  if (delays === undefined) return [];
  const steps = { delays: [], ownSteps: true };
  if (delays === true) return possibleSteps(steps);
  const wanted = delays.split(",").map((text) => parseDuration(text.trim(), "--delays"));
  return [...new Set(wanted.map((ms) => retryStep(ms, steps)))].sort((a, b) => a - b);
}
