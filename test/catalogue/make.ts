import { expect } from "vitest";
import { catalogueOf } from "../../src/catalogue/catalogue-of.js";
import { flowDrawer } from "../../src/catalogue/draw-flow.js";
import { examineVersions } from "../../src/catalogue/examine-versions.js";
import { siteFiles } from "../../src/catalogue/html/site.js";
import type { Catalogue } from "../../src/catalogue/model.js";
import { payloadTrees } from "../../src/catalogue/payload-tree.js";
import type { Contract } from "../../src/contract/contract.js";
import { loadContract } from "../../src/contract/load-contract.js";
import { nameEvents } from "../../src/contract/name-events.js";
import { catalogueAssets } from "../../src/files/package-files.js";

/** Loads a contract from JSON values and texts by path. */
export async function contractOf(files: Readonly<Record<string, unknown>>): Promise<Contract> {
  const texts = Object.entries(files).map(([path, value]) => [
    path,
    typeof value === "string" ? value : JSON.stringify(value),
  ]);
  const { contract, findings } = await loadContract(new Map(texts as [string, string][]));
  expect(findings.filter(({ severity }) => severity === "error")).toEqual([]);
  if (contract === undefined) throw new Error("no contract");
  return contract;
}

/** The catalogue of a contract. */
export async function catalogueFor(contract: Contract): Promise<Catalogue> {
  const { names } = nameEvents(contract.events);
  const examined = await examineVersions(contract);
  return catalogueOf(contract, { title: "Events", names, examined, payloads: payloadTrees(contract) });
}

/** The site of a contract. */
export async function siteFor(contract: Contract): Promise<ReadonlyMap<string, string>> {
  return siteFiles(await catalogueFor(contract), { draw: await flowDrawer(), assets: catalogueAssets() });
}
