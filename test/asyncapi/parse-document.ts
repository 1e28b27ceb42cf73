import { largePackage } from "../support/large-package.js";

/** As much of the parser's API as is used here; its own types need those of packages that nothing here has. */
interface ParserModule {
  readonly Parser: new () => {
    parse(text: string): Promise<{
      readonly document?: ParsedDocument;
      readonly diagnostics: readonly {
        readonly code: string;
        readonly message: string;
        readonly path: readonly (string | number)[];
      }[];
    }>;
  };
}

/** A document that the parser takes. */
export interface ParsedDocument {
  allMessages(): readonly unknown[];
  allOperations(): { filterBySend(): readonly unknown[] };
}

const { Parser } = largePackage("@asyncapi/parser") as ParserModule;

/** What AsyncAPI's own parser has to say of a document, but for the hint that there is a newer version of AsyncAPI. */
export async function parseDocument(
  text: string,
): Promise<{ readonly document: ParsedDocument | undefined; readonly problems: readonly string[] }> {
  const { document, diagnostics } = await new Parser().parse(text);
  const problems = diagnostics
    .filter(({ code }) => code !== "asyncapi-latest-version")
    .map(({ code, message, path }) => `${code} ${path.join("/")}: ${message}`);
  return { document, problems };
}
