/** What a version's messages carry, both as property `content_type` and as header `content-type`. */
export function contentTypeOf(label: string): string {
  return `application/json; version=${label}`;
}
