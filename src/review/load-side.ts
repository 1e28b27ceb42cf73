import { loadContract } from "../contract/load-contract.js";
import type { Folder } from "../files/read-folder.js";
import { UnsoundError } from "../findings/unsound-error.js";
import type { Side } from "./review-rule.js";

/** Which side is loaded, and how. */
export interface SideOptions {
  readonly schemas: string;
  /** Files whose structure needs no check. */
  readonly checked: ReadonlySet<string>;
  /** Version files whose schemas take part. */
  readonly wanted: (path: string) => boolean;
}

/** Loads the folder as it is. Throws `UnsoundError` when it has errors. */
export async function loadSide(
  { files, findings }: Folder,
  { schemas, checked, wanted }: SideOptions,
): Promise<Side> {
  const { contract, sources, findings: loaded } = await loadContract(files, { checked, wanted });
  const errors = [...findings, ...loaded].filter(({ severity }) => severity === "error");
  if (contract !== undefined && errors.length === 0) return { contract, sources };
  const folder = { folder: schemas, textOf: (file: string) => files.get(file) };
  throw new UnsoundError(errors, ` in ${schemas}: they cannot be reviewed.`, folder);
}
