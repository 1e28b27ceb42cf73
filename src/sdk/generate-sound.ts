import type { Contract } from "../contract/contract.js";
import { withoutEvents } from "../contract/sound-events.js";
import type { Finding } from "../findings/finding.js";
import { type Generated, type GenerateOptions, generateSdk } from "./generate-sdk.js";

/** A generated SDK with the contract that it is of; `contract` is absent when nothing may be written. */
export type SoundSdk = {
  readonly findings: readonly Finding[];
  /** Events that were left out because their examples fail, each with a file that has an error. */
  readonly broken: ReadonlyMap<string, string>;
} & (
  | { readonly contract: Contract; readonly generated: Generated }
  | { readonly contract?: undefined; readonly generated?: undefined }
);

/** Generates an SDK; to keep going, without the events whose examples fail. */
export async function generateSound(
  contract: Contract,
  { generate, keepGoing }: { readonly generate: GenerateOptions; readonly keepGoing: boolean },
): Promise<SoundSdk> {
  const generated = await generateSdk(contract, generate);
  const { findings } = generated;
  const errors = new Set(findings.filter(({ severity }) => severity === "error").map(({ file }) => file));
  if (errors.size === 0) return { contract, generated, findings, broken: new Map() };
  const broken = new Map(
    contract.events.flatMap(({ name, settings, versions }) => {
      const files = [...(settings === undefined ? [] : [settings.path]), ...versions.flatMap(filesOf)];
      const wrong = files.find((file) => errors.has(file));
      return wrong === undefined ? [] : [[name, wrong] as const];
    }),
  );
  const names = new Set(broken.keys());
  if (!keepGoing || names.size === 0 || names.size === contract.events.length)
    return { findings, broken: new Map() };
  const sound = withoutEvents(contract, names);
  const again = await generateSdk(sound, generate);
  return { contract: sound, generated: again, findings, broken };
}

type Version = Contract["events"][number]["versions"][number];

function filesOf({ source, examples }: Version): string[] {
  return [source.path, ...examples.map((example) => example.source.path)];
}
