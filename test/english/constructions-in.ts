import { constructions } from "./constructions.js";
import { proseOf } from "./prose.js";

/** A use of a construction, and what to write instead. */
export interface Use {
  readonly line: number;
  readonly text: string;
  readonly match: RegExpExecArray;
  readonly instead: string;
}

/** Tests and benches, whose strings are data: messages that a test expects, schemas, headers. */
const dataFolders = /^(?:bench|test)\//;

/** Each use of a construction in the texts of a file; of a test or bench, in its comments and titles only. */
export function constructionsIn(file: string, content: string): readonly Use[] {
  const hasData = dataFolders.test(file);
  const read = proseOf(file, content).filter(({ kind }) => !(hasData && kind === "string"));
  return read.flatMap(({ line, text }) =>
    constructions.flatMap(({ pattern, instead }) => {
      const match = pattern.exec(text);
      return match ? [{ line, text, match, instead }] : [];
    }),
  );
}
