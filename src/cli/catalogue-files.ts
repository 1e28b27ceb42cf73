import { type CatalogueRequest, makeCatalogue } from "../catalogue/make-catalogue.js";
import type { Contract } from "../contract/contract.js";
import { catalogueAssets, runtimeIndex } from "../files/package-files.js";
import type { Io } from "./io.js";
import { progressLine } from "./progress.js";

/** The files of a contract's catalogue by path, with the progress on the terminal. */
export async function catalogueFiles(
  io: Io,
  contract: Contract,
  request: CatalogueRequest,
): Promise<ReadonlyMap<string, string>> {
  const { update: progress, end } = progressLine(io, "Examining version");
  const parts = { runtimeIndex: runtimeIndex(), assets: catalogueAssets(), progress };
  return makeCatalogue(contract, request, parts).finally(end);
}
