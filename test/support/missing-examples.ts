/** Which of the two kinds of examples a rule lacks, each in one sentence. */
export function missingExamples(
  id: string,
  examples: Readonly<Record<"invalid" | "valid", readonly unknown[]>>,
): readonly string[] {
  const kinds = ["invalid", "valid"] as const;
  return kinds
    .filter((kind) => examples[kind].length === 0)
    .map((kind) => `${id} needs an example in ${kind}`);
}
