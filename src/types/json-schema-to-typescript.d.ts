/**
 * What is used of json-schema-to-typescript 16. `paths` in tsconfig.json leads here, since the declarations of one of
 * its packages (json-schema-ref-parser 11) do not compile with `exactOptionalPropertyTypes`.
 */
export function compile(
  schema: object,
  name: string,
  options: {
    readonly bannerComment: string;
    readonly style: { readonly printWidth: number; readonly parser: string };
  },
): Promise<string>;
