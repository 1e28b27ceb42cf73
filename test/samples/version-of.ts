import type { Contract, EventVersion } from "../../src/contract/contract.js";
import type { Json } from "../../src/json/json.js";
import {
  type InvalidSample,
  invalidEvents,
  type SampleOptions,
  sampleEvents,
  type Unbroken,
} from "../../src/samples/index.js";
import { loadGood } from "../support/load.js";

/** The only version of a schemas folder with this schema in it. */
export async function versionOf(
  schema: unknown,
  more: Readonly<Record<string, unknown>> = {},
): Promise<{ readonly version: EventVersion; readonly contract: Contract }> {
  const contract = await loadGood({ "thing/v1.json": schema, ...more });
  const version = contract.events.find(({ name }) => name === "thing")?.versions[0];
  if (version === undefined) throw new Error("the contract has no version");
  return { version, contract };
}

/** Samples of a schema that has some. */
export async function samplesOf(
  schema: unknown,
  options: SampleOptions = {},
  more: Readonly<Record<string, unknown>> = {},
): Promise<readonly Json[]> {
  const { version, contract } = await versionOf(schema, more);
  const made = sampleEvents(version, contract, options);
  if (made.kind !== "samples") throw new Error(`${made.kind}: ${made.why}`);
  return made.samples;
}

/** The values of one property in `count` samples. */
export async function valuesOf(property: unknown, count = 20, name = "value"): Promise<readonly Json[]> {
  const schema = { type: "object", properties: { [name]: property }, required: [name] };
  const samples = (await samplesOf(schema, { count })) as readonly Readonly<Record<string, Json>>[];
  return samples.map((each) => each[name] as Json);
}

/** Invalid samples of a schema that has a valid instance. */
export async function invalidOf(
  schema: unknown,
): Promise<{ readonly samples: readonly InvalidSample[]; readonly unbroken: readonly Unbroken[] }> {
  const { version, contract } = await versionOf(schema);
  const made = invalidEvents(version, contract);
  if (made.kind !== "samples") throw new Error(`${made.kind}: ${made.why}`);
  return made;
}
