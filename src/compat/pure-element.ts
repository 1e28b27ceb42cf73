import type { Element, NoParent } from "refa";

/** Whether an element has no assertion inside. */
export function isPure(element: NoParent<Element>): boolean {
  switch (element.type) {
    case "CharacterClass":
      return true;
    case "Alternation":
    case "Quantifier":
      return element.alternatives.every(({ elements }) => elements.every(isPure));
    default:
      return false;
  }
}
