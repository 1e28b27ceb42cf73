import { ConfigurationError } from "../../runtime/errors/rabbit-error.js";
import type { Contract } from "../contract/contract.js";
import { nameEvents } from "../contract/name-events.js";
import { catalogueAssets, runtimeIndex } from "../files/package-files.js";
import { exportedNames } from "../sdk/exported-names.js";
import type { Io } from "./io.js";
import { progressLine } from "./progress.js";
import { UsageError } from "./usage-error.js";

/** What a catalogue is made as. */
export interface CatalogueRequest {
  readonly format: "html" | "markdown";
  readonly title: string;
}

/** The files of a contract's catalogue by path. */
export async function makeCatalogue(
  io: Io,
  contract: Contract,
  { format, title }: CatalogueRequest,
): Promise<ReadonlyMap<string, string>> {
  const { catalogueOf } = await import("../catalogue/catalogue-of.js");
  const { examineVersions } = await import("../catalogue/examine-versions.js");
  const exported = exportedNames(runtimeIndex());
  const { names } = nameEvents(contract.events, exported);
  const progress = progressLine(io, "Examining version");
  const examined = await examineVersions(contract, progress.update).finally(progress.end);
  try {
    const catalogue = catalogueOf(contract, { title, names, examined });
    if (format === "markdown") {
      const { markdownFiles } = await import("../catalogue/markdown/markdown-files.js");
      return markdownFiles(catalogue);
    }
    const { siteFiles } = await import("../catalogue/html/site.js");
    const { flowDrawer } = await import("../catalogue/draw-flow.js");
    return siteFiles(catalogue, { draw: await flowDrawer(), assets: catalogueAssets() });
  } catch (error) {
    // what the SDK's own consumers would refuse to declare
    if (error instanceof ConfigurationError) throw new UsageError(error.message);
    throw error;
  }
}
