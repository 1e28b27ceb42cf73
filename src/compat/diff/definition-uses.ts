import type { PayloadStep } from "../../findings/finding.js";

/** How a value leads to one inside it. */
type Path = readonly PayloadStep[];

/** One place at which a definition is used. */
interface Use {
  /** The definition that uses it; absent for the message itself. */
  readonly from: string | undefined;
  /** How a value of that definition leads to one of this; absent below names that no schema says. */
  readonly path: Path | undefined;
}

/** Uses that are followed to find the paths of one definition; more are found where definitions use each other a lot. */
const FOLLOWED = 300;

/** Where in a payload definitions are used, by a walk that goes into each of them once. */
export class DefinitionUses {
  readonly #uses = new Map<string, Use[]>();
  readonly #paths = new Map<string, readonly Path[]>();

  add(definition: string, use: Use): void {
    const known = this.#uses.get(definition);
    if (known === undefined) this.#uses.set(definition, [use]);
    else known.push(use);
  }

  /** How the payload's root leads to values of a definition, in the order of the walk; `most` paths at most. */
  pathsOf(definition: string, most: number): readonly Path[] {
    const known = this.#paths.get(definition) ?? this.#find(definition, most);
    this.#paths.set(definition, known);
    return known;
  }

  #find(definition: string, most: number): readonly Path[] {
    const found = new Map<string, Path>();
    let followed = 0;
    const follow = (inner: string, rest: Path, passed: ReadonlySet<string>): void => {
      for (const { from, path } of this.#uses.get(inner) ?? []) {
        followed += 1;
        if (followed > FOLLOWED || found.size >= most) return;
        if (path === undefined || (from !== undefined && passed.has(from))) continue;
        const whole = [...path, ...rest];
        if (from === undefined) found.set(JSON.stringify(whole), whole);
        else follow(from, whole, new Set([...passed, from]));
      }
    };
    follow(definition, [], new Set([definition]));
    return [...found.values()];
  }
}
