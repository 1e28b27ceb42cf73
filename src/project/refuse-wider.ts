import { shellQuote } from "../code/shell-quote.js";
import { listedNames } from "../contract/listed.js";
import { servicesInManifest } from "../files/manifest.js";
import { UsageError } from "../findings/usage-error.js";

/**
 * Throws `UsageError` for a folder that was generated for one service when the caller names no service: all the others
 * would be added to it. `manifest` is the text in the folder.
 */
export function refuseWider(
  manifest: string | undefined,
  out: string,
  { service, allServices }: { readonly service?: string | undefined; readonly allServices: boolean },
): void {
  if (service !== undefined && allServices)
    throw new UsageError("--service and --all-services cannot be combined.");
  if (service !== undefined || allServices) return;
  const services = [...servicesInManifest(manifest ?? "")];
  const [first] = services;
  if (first === undefined) return;
  throw new UsageError(
    `${out}/ was generated only for ${listedNames(services)}. ` +
      `Pass --service ${shellQuote(first)}, or --all-services to generate for all services.`,
  );
}
