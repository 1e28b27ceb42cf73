import type { Choice } from "./expand.js";
import type { Node } from "./node.js";

/** Choices that are remembered. */
const REMEMBERED = 8;

/**
 * Choices of which no option was possible in some branch of a search. Each is made first in the next branches: where it
 * has no way out there either, all the choices that have nothing to do with it are spared, which would otherwise be gone
 * through in all combinations (last-conflict reasoning, Lecoutre et al. 2009).
 */
export class DeadEnds {
  /** The nodes whose choices those are, the last one first. */
  #nodes: readonly Node[] = [];

  add({ unless }: Choice): void {
    if (unless === undefined || this.#nodes[0] === unless) return;
    this.#nodes = [unless, ...this.#nodes.filter((node) => node !== unless)].slice(0, REMEMBERED);
  }

  /** The one of several choices that was met last. */
  among(choices: readonly Choice[]): Choice | undefined {
    for (const node of this.#nodes) {
      const found = choices.find(({ unless }) => unless === node);
      if (found !== undefined) return found;
    }
    return undefined;
  }
}
