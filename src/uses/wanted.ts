import type { PayloadStep, Use } from "../findings/finding.js";

/** A part of a contract that is removed or changed, whose uses are searched. */
export type WantedUse =
  | {
      readonly kind: "property";
      readonly event: string;
      readonly versions: readonly string[];
      readonly path: readonly PayloadStep[];
    }
  | {
      /** One of the values that the schema at `path` lists. */
      readonly kind: "value";
      readonly event: string;
      readonly versions: readonly string[];
      readonly path: readonly PayloadStep[];
      readonly value: string | number | boolean | null;
    }
  | { readonly kind: "version"; readonly event: string; readonly versions: readonly string[] }
  | { readonly kind: "event"; readonly event: string };

/** Where to search, and for what. */
export interface UsesOptions {
  /** Folders of code, absolute or below `base`; a file may stand for itself. */
  readonly roots: readonly string[];
  /** An absolute folder: uses are reported by their path relative to it, and no `tsconfig.json` above it is read. */
  readonly base: string;
  /** What to search for, by keys chosen by the caller. */
  readonly wanted: ReadonlyMap<string, WantedUse>;
  /**
   * The SDK's files by their path in the output folder, generated from the contract that still has the wanted part.
   * They replace the contents of a generated folder that has an event in common, which may have been regenerated.
   */
  readonly sdk?: ReadonlyMap<string, string>;
  /** The maximum number of code files to read; the default is 20,000. */
  readonly maxFiles?: number;
}

/** The result of the search. */
export interface UsesByKey {
  /**
   * For each key, its uses by file, line and column; empty if there are none, or if {@link unresolved} says why not.
   */
  readonly uses: ReadonlyMap<string, readonly Use[]>;
  /** Why a key could not be searched: no generated SDK has it. Nothing is guessed from text instead. */
  readonly unresolved: ReadonlyMap<string, string>;
  /** What was left out, as sentences: a limit that was reached, a file that could not be read. */
  readonly notes: readonly string[];
  /**
   * How many code files there are below the roots, and how many of them reach a generated SDK through their imports.
   */
  readonly files: number;
  readonly searched: number;
}

/** A path in readable form: `lines[].price.currency`. */
export function pathText(path: readonly PayloadStep[]): string {
  return path
    .map((step, index) => (typeof step === "string" ? `${index === 0 ? "" : "."}${step}` : "[]"))
    .join("");
}

/** The last property of a path with the items behind it: `currency`, `tags[]`. */
export function lastName(path: readonly PayloadStep[]): string {
  const last = path.findLastIndex((step) => typeof step === "string");
  return pathText(path.slice(Math.max(last, 0)));
}
