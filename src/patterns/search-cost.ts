import type { AST } from "@eslint-community/regexpp";

/** An upper bound of what a backtracking search does. */
export interface SearchCost {
  /** Ways to match, from all starts together; each is tried in the worst case. */
  readonly ways: number;
  /** Elements of the pattern on one way, with their least repetitions. */
  readonly size: number;
}

/** Bounds the work of V8's backtracking search in a text of this many UTF-16 units. */
export function searchCost({ alternatives }: AST.Pattern, length: number): SearchCost {
  const starts = alternatives.every(isAnchored) ? 1 : length + 1;
  const { ways, size } = either(alternatives, length);
  return { ways: starts * ways, size };
}

function isAnchored({ elements: [first] }: AST.Alternative): boolean {
  return first?.type === "Assertion" && first.kind === "start";
}

function either(alternatives: readonly AST.Alternative[], length: number): SearchCost {
  let [ways, size] = [0, 0];
  for (const { elements } of alternatives) {
    let product = 1;
    for (const element of elements) {
      const cost = costOf(element, length);
      product *= cost.ways;
      size += cost.size;
    }
    ways += product;
  }
  return { ways, size: size + 1 };
}

function costOf(element: AST.Element, length: number): SearchCost {
  switch (element.type) {
    case "Group":
    case "CapturingGroup":
      return either(element.alternatives, length);
    case "Assertion":
      return "alternatives" in element ? either(element.alternatives, length) : one;
    case "Quantifier":
      return repeated(element, length);
    default:
      return one;
  }
}

const one: SearchCost = { ways: 1, size: 1 };

/** Beyond its least number, an iteration that consumes nothing ends the loop (ECMA-262, RepeatMatcher). */
function repeated({ min, max, element }: AST.Quantifier, length: number): SearchCost {
  const body = costOf(element, length);
  const least = isCharacter(element) ? Math.min(min, length + 1) : min;
  const most = Math.min(max, least + length);
  const counts = Math.max(most - least, 0) + 1;
  return {
    ways: body.ways === 1 ? counts : counts * body.ways ** most,
    size: 1 + body.size * Math.max(least, 1),
  };
}

function isCharacter({ type }: AST.Element): boolean {
  return type === "Character" || type === "CharacterClass" || type === "CharacterSet";
}
