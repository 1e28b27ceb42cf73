import type { DemoBroker } from "./open-broker.js";

/** Where a service connects. */
export type Place = Pick<DemoBroker, "url" | "vhosts">;
