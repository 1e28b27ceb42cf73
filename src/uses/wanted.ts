import type { Use } from "../findings/finding.js";

/** One step from a payload's root: a property by its name, or the items of an array. */
export type Step = string | { readonly items: true };

/** Something of a contract that goes away or changes, whose uses are looked for. */
export type Wanted =
  | {
      readonly kind: "property";
      readonly event: string;
      readonly versions: readonly string[];
      readonly path: readonly Step[];
    }
  | {
      /** One of the values that the schema at `path` lists. */
      readonly kind: "value";
      readonly event: string;
      readonly versions: readonly string[];
      readonly path: readonly Step[];
      readonly value: string | number | boolean | null;
    }
  | { readonly kind: "version"; readonly event: string; readonly versions: readonly string[] }
  | { readonly kind: "event"; readonly event: string };

/** Where to look, and for what. */
export interface UsesOptions {
  /** Folders of code, absolute or below `base`; a file may stand for itself. */
  readonly roots: readonly string[];
  /** An absolute folder: uses are reported by their path below it, and no `tsconfig.json` above it is read. */
  readonly base: string;
  /** What to look for, by keys of the caller's. */
  readonly wanted: ReadonlyMap<string, Wanted>;
  /**
   * The SDK's files by their path in the output folder, as the contract gave them that still has what is wanted. They
   * stand in for what lies in a generated folder that has an event in common, which may have been generated anew.
   */
  readonly sdk?: ReadonlyMap<string, string>;
  /** How many files of code are read at most; the default is 20,000. */
  readonly maxFiles?: number;
}

/** What was found. */
export interface FoundUses {
  /** For each key, its uses by file, line and column; empty when there are none, or when {@link unresolved} says why not. */
  readonly uses: ReadonlyMap<string, readonly Use[]>;
  /** Why a key could not be looked for: no generated SDK that has it. Nothing is guessed from text instead. */
  readonly unresolved: ReadonlyMap<string, string>;
  /** What was left out, in sentences: a bound that was met, a file that could not be read. */
  readonly notes: readonly string[];
  /** How many files of code there are below the roots, and how many of them reach a generated SDK by their imports. */
  readonly files: number;
  readonly searched: number;
}

/** A path as people read it: `lines[].price.currency`. */
export function pathText(path: readonly Step[]): string {
  return path
    .map((step, index) => (typeof step === "string" ? `${index === 0 ? "" : "."}${step}` : "[]"))
    .join("");
}

/** The last property of a path with the items behind it: `currency`, `tags[]`. */
export function lastName(path: readonly Step[]): string {
  const last = path.findLastIndex((step) => typeof step === "string");
  return pathText(path.slice(Math.max(last, 0)));
}
