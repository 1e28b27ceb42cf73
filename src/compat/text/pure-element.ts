/** An element of an expression as far as it matters here. */
interface Piece {
  readonly type: string;
  readonly alternatives?: readonly { readonly elements: readonly Piece[] }[];
}

/** Whether an element has no assertion inside. */
export function isPure({ type, alternatives = [] }: Piece): boolean {
  if (type === "CharacterClass") return true;
  if (type !== "Alternation" && type !== "Quantifier") return false;
  return alternatives.every(({ elements }) => elements.every(isPure));
}
