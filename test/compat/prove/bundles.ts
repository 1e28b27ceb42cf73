import { type Bundle, readerBundle } from "../../../src/contract/bundle.js";
import type { Contract } from "../../../src/contract/contract.js";
import { load } from "../../support/load.js";
import type { Containment } from "./contains.js";
import { contains } from "./contains.js";

/** A schema of a test, as the engine reads it, with its contract. */
export interface Loaded {
  readonly contract: Contract;
  readonly bundle: Bundle;
}

/** The reader's form of a schema; `undefined` when rabbitgen refuses it. */
export async function loadSchema(
  schema: unknown,
  more: Readonly<Record<string, unknown>> = {},
): Promise<Loaded | undefined> {
  const { contract } = await load({ ...more, "event/v1.json": JSON.stringify(schema) });
  const version = contract?.events[0]?.versions[0];
  if (contract === undefined || version === undefined) return undefined;
  return { contract, bundle: readerBundle(version.location, contract.definitions) };
}

/** The bundle of a schema that rabbitgen takes. */
export async function bundleOf(schema: unknown): Promise<Bundle> {
  const loaded = await loadSchema(schema);
  if (loaded === undefined) throw new Error(`refused: ${JSON.stringify(schema)}`);
  return loaded.bundle;
}

/** Whether all instances of one schema are valid under another one. */
export async function containment(wider: unknown, narrower: unknown): Promise<Containment> {
  return contains(await bundleOf(wider), await bundleOf(narrower));
}
