import { GitError } from "./git-error.js";
import type { ObjectReader } from "./object-reader.js";

/** What a folder of a revision holds under one name. */
export interface TreeEntry {
  readonly name: string;
  readonly kind: "folder" | "file" | "link" | "submodule";
  /** The object's id, in hexadecimal. */
  readonly id: string;
}

/** A folder or file of a revision, with no link on the way to it. */
export interface Located {
  /** Below the repository's root with `/`; the root itself is empty. */
  readonly path: string;
  readonly kind: "folder" | "file";
  readonly id: string;
}

/** As many links as Linux follows for one path. */
const maxLinks = 40;
const maxTreeBytes = 64 * 1024 * 1024;
/** The longest path that Linux takes, in bytes. */
const maxTargetBytes = 4096;

/** The folders of one commit, read when they are asked for. */
export class Tree {
  readonly #reader: ObjectReader;
  readonly #root: string;
  readonly #folders = new Map<string, ReadonlyMap<string, TreeEntry>>();

  /** `root` is the id of the commit's tree. */
  constructor(reader: ObjectReader, root: string) {
    this.#reader = reader;
    this.#root = root;
  }

  /** What folders hold, by name; asked for together they cost one round trip. */
  async folders(ids: readonly string[]): Promise<ReadonlyMap<string, TreeEntry>[]> {
    const unknown = ids.filter((id) => !this.#folders.has(id));
    for (const [id, { type, bytes }] of await this.#reader.read(unknown, maxTreeBytes)) {
      if (type !== "tree" || bytes === undefined)
        throw new GitError(`Git's object ${id} is not a valid tree.`);
      this.#folders.set(id, parseTree(bytes, id.length / 2));
    }
    return ids.map((id) => this.#folders.get(id) ?? new Map());
  }

  /**
   * Goes along a path and the links on it, as `realpath` does. `absent` when there is nothing of that name; `outside`
   * when a link leads nowhere or out of the repository, or a submodule is in the way.
   */
  async locate(path: string): Promise<Located | "absent" | "outside"> {
    const at: Located[] = [{ path: "", kind: "folder", id: this.#root }];
    const pending = path.split("/");
    let links = 0;
    for (let name = pending.shift(); name !== undefined; name = pending.shift()) {
      const here = at.at(-1);
      if (here === undefined) return "outside";
      if (here.kind === "file") return links > 0 ? "outside" : "absent";
      if (name === "" || name === ".") continue;
      if (name === "..") {
        at.pop();
        continue;
      }
      const [entries] = await this.folders([here.id]);
      const entry = entries?.get(name);
      if (entry === undefined) return links > 0 ? "outside" : "absent";
      if (entry.kind === "submodule") return "outside";
      if (entry.kind === "link") {
        const target = await this.#target(entry.id);
        links += 1;
        if (target === undefined || links > maxLinks) return "outside";
        pending.unshift(...target.split("/"));
      } else
        at.push({ path: here.path === "" ? name : `${here.path}/${name}`, kind: entry.kind, id: entry.id });
    }
    return at.at(-1) ?? "outside";
  }

  /** Where a link points; `undefined` for an absolute path, which is another one on each machine. */
  async #target(id: string): Promise<string | undefined> {
    const target = (await this.#reader.read([id], maxTargetBytes)).get(id)?.bytes?.toString("utf8");
    return target === undefined || target === "" || target.startsWith("/") ? undefined : target;
  }
}

/** Reads a tree object: mode, space, name, NUL and the id's bytes, one after the other. */
function parseTree(bytes: Buffer, idBytes: number): ReadonlyMap<string, TreeEntry> {
  const entries = new Map<string, TreeEntry>();
  for (let start = 0; start < bytes.length; ) {
    const space = bytes.indexOf(32, start);
    const nul = bytes.indexOf(0, space);
    const end = nul + 1 + idBytes;
    if (space < 0 || nul < 0 || end > bytes.length)
      throw new GitError("A tree in git's object store is corrupt.");
    const name = bytes.toString("utf8", space + 1, nul);
    const kind = kinds[bytes.toString("latin1", start, space)] ?? "file";
    // Git itself writes no such name; a tree made by hand can hold one.
    if (!name.includes("/")) entries.set(name, { name, kind, id: bytes.toString("hex", nul + 1, end) });
    start = end;
  }
  return entries;
}

/** By the mode that git stores; all others are files. */
const kinds: Readonly<Record<string, TreeEntry["kind"]>> = {
  "40000": "folder",
  "040000": "folder",
  "120000": "link",
  "160000": "submodule",
};
