/** The keywords of a canonical schema that say something to readers alone, and nothing of which values are valid. */
export const annotationKeywords: ReadonlySet<string> = new Set([
  "title",
  "description",
  "default",
  "examples",
  "deprecated",
]);
