import { loadContract } from "../../src/contract/load-contract.js";
import type { Finding } from "../../src/findings/finding.js";
import { type ReviewOptions, reviewContracts } from "../../src/review/review-contracts.js";
import type { Side } from "../../src/review/review-rule.js";

/** A schemas folder that a test gives; values are written as JSON. */
export type Folder = Readonly<Record<string, unknown>>;

const written = new Map<string, Promise<Side>>();

async function load(texts: ReadonlyMap<string, string>): Promise<Side> {
  const { contract, sources, findings } = await loadContract(texts);
  if (contract === undefined) throw new Error(JSON.stringify(findings, undefined, 2));
  return { contract, sources };
}

async function side(folder: Folder): Promise<Side> {
  const texts = Object.entries(folder).map(
    ([path, value]) => [path, JSON.stringify(value, undefined, 2)] as const,
  );
  const key = JSON.stringify(texts);
  const known = written.get(key) ?? load(new Map(texts));
  written.set(key, known);
  return known;
}

/** What a review says of a change, on a day on which sunsets of 2020 are over. */
export async function review(
  old: Folder,
  now: Folder,
  options: Partial<ReviewOptions> = {},
): Promise<readonly Finding[]> {
  return reviewContracts(await side(old), await side(now), {
    today: "2026-11-24",
    budgetMs: 20_000,
    ...options,
  });
}
