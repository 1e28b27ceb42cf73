import { syntaxOf } from "../../contract/file-syntax.js";
import { parseSource } from "../../contract/parse-source.js";
import type { SourceFile } from "../../contract/source-file.js";
import type { Finding } from "../../findings/finding.js";

/** Reads a file beside the document, by its path below the document's folder; `undefined`: it is not to be had. */
export type ReadBeside = (path: string) => string | undefined;

/** Files that one document may refer to; real APIs have far fewer. */
const mostFiles = 200;

/** The document and the files beside it that it refers to, each read once. Nothing is ever fetched. */
export class Documents {
  readonly main: string;
  readonly findings: Finding[] = [];
  readonly #read: ReadBeside;
  readonly #sources = new Map<string, SourceFile | undefined>();

  /** `main` is the name of the document in its folder. */
  constructor(main: string, read: ReadBeside) {
    this.main = main;
    this.#read = read;
  }

  /** The files that could be read. */
  all(): readonly SourceFile[] {
    return [...this.#sources.values()].filter((source) => source !== undefined);
  }

  open(path: string): SourceFile | undefined {
    if (this.#sources.has(path)) return this.#sources.get(path);
    if (this.#sources.size >= mostFiles) return undefined;
    const text = this.#read(path);
    const parsed = text === undefined ? undefined : parseSource(path, text);
    if (parsed) this.findings.push(...parsed.findings);
    this.#sources.set(path, parsed?.source);
    return parsed?.source;
  }

  /** Where a reference in a file leads: a file below the folder, and a pointer; `undefined`: out of it, or no pointer. */
  locate(reference: string, from: string): { readonly path: string; readonly pointer: string } | undefined {
    const hash = reference.indexOf("#");
    const file = hash === -1 ? reference : reference.slice(0, hash);
    const pointer = decoded(hash === -1 ? "" : reference.slice(hash + 1));
    if (pointer === undefined || (pointer !== "" && !pointer.startsWith("/"))) return undefined;
    const path = file === "" ? from : pathOf(file, from);
    return path === undefined ? undefined : { path, pointer };
  }
}

/** A relative path, resolved against the file that has it; `undefined` for a URL, an absolute path, or one that leaves the folder. */
function pathOf(file: string, from: string): string | undefined {
  const name = decoded(file);
  if (name === undefined || /^[a-z][a-z0-9+.-]*:|^[/\\]|\\|\0/i.test(name)) return undefined;
  const segments = from.split("/").slice(0, -1);
  for (const segment of name.split("/")) {
    if (segment === "..") {
      if (segments.pop() === undefined) return undefined;
    } else if (segment !== "." && segment !== "") segments.push(segment);
  }
  const path = segments.join("/");
  return syntaxOf(path) === undefined ? undefined : path;
}

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
