import { ConfigurationError } from "../../runtime/errors/rabbit-error.js";
import type { Contract } from "../contract/contract.js";
import { nameEvents } from "../contract/name-events.js";
import { UsageError } from "../findings/usage-error.js";
import { exportedNames } from "../sdk/exported-names.js";

/** What a catalogue is made as. */
export interface CatalogueRequest {
  readonly format: "html" | "markdown";
  readonly title: string;
}

/** What a catalogue is made with. */
export interface CatalogueParts {
  /** The text of the runtime's index: what an SDK exports besides its events. */
  readonly runtimeIndex: string;
  /** The style sheet and the script of the pages. */
  readonly assets: { readonly css: string; readonly js: string };
  /** Called with the number of versions that have been examined, of all. */
  readonly progress: (done: number, all: number) => void;
}

/** The files of a contract's catalogue by path. */
export async function makeCatalogue(
  contract: Contract,
  { format, title }: CatalogueRequest,
  { runtimeIndex, assets, progress }: CatalogueParts,
): Promise<ReadonlyMap<string, string>> {
  const { catalogueOf } = await import("./catalogue-of.js");
  const { examineVersions } = await import("./examine-versions.js");
  const { payloadTrees } = await import("./payload-tree.js");
  const exported = exportedNames(runtimeIndex);
  const { names } = nameEvents(contract.events, exported);
  const examining = examineVersions(contract, progress);
  // made while the other threads start: the trees do not need what those find
  const payloads = payloadTrees(contract);
  const examined = await examining;
  try {
    const catalogue = catalogueOf(contract, { title, names, examined, payloads });
    if (format === "markdown") {
      const { markdownFiles } = await import("./markdown/markdown-files.js");
      return markdownFiles(catalogue);
    }
    const { siteFiles } = await import("./html/site.js");
    const { flowDrawer } = await import("./draw-flow.js");
    return siteFiles(catalogue, { draw: await flowDrawer(), assets });
  } catch (error) {
    // what the SDK's own consumers would refuse to declare
    if (error instanceof ConfigurationError) throw new UsageError(error.message);
    throw error;
  }
}
