import type { Contract } from "../contract/contract.js";
import { withoutEvents } from "../contract/sound-events.js";
import type { Finding } from "../finding.js";
import { type Generated, type GenerateOptions, generateSdk } from "../generate.js";

/** A generated SDK with the contract that it is of; `contract` is absent when nothing may be written. */
export type SoundSdk = {
  readonly findings: readonly Finding[];
  /** Events that were left out because their examples fail. */
  readonly broken: readonly string[];
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
  if (errors.size === 0) return { contract, generated, findings, broken: [] };
  const broken = contract.events.filter(
    ({ settings, versions }) =>
      errors.has(settings?.path ?? "") || versions.some((version) => failing(version, errors)),
  );
  const names = new Set(broken.map(({ name }) => name));
  if (!keepGoing || names.size === 0 || names.size === contract.events.length)
    return { findings, broken: [] };
  const sound = withoutEvents(contract, names);
  const again = await generateSdk(sound, generate);
  return { contract: sound, generated: again, findings, broken: [...names] };
}

type Version = Contract["events"][number]["versions"][number];

function failing({ source, examples }: Version, errors: ReadonlySet<string>): boolean {
  return errors.has(source.path) || examples.some((example) => errors.has(example.source.path));
}
