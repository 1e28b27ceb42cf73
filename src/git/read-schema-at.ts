import { dirname, join, normalize, relative } from "node:path/posix";
import { isExamplesFolder } from "../contract/layout.js";
import { maxFileBytes } from "../contract/max-file-bytes.js";
import { decodeUtf8 } from "../files/decode-utf8.js";

import { MAX_FILES, type ReadSchemaFiles, referencesIn } from "../files/read-schema.js";
import { contractFileNames, packageFile } from "../files/schemas-folder.js";
import { GitError } from "./git-error.js";
import { quotedText } from "./git-failure.js";
import { missingObject } from "./missing-object.js";
import { MissingObject, ObjectReader } from "./object-reader.js";
import { existing } from "./read-revision.js";
import { type Resolved, resolveRevision } from "./resolve-revision.js";
import type { Git } from "./run-git.js";
import { type Located, Tree } from "./tree.js";
import { walkTree } from "./walk-tree.js";

/** A file of a revision, as `main:schemas/order_paid/v1.json` names it. */
export interface RevisionFile {
  readonly ref: string;
  /** Below the repository's root, or with `./` or `../` below the working directory, as for `git show`. */
  readonly path: string;
}

/** Where a file of a revision is looked for. */
export interface RevisionFileOptions {
  readonly cwd: string;
  readonly env: Git["env"];
  /** The schemas folder below `cwd` where no contract file says which one it is. */
  readonly usual: string;
}

/**
 * Reads a schema file at a revision with the files that it may refer to, as they were then: those of its schemas folder,
 * else what relative references lead to below its own folder. Nothing is checked out. Throws `GitError`.
 */
export async function readSchemaAt(
  { ref, path }: RevisionFile,
  { cwd, env, usual }: RevisionFileOptions,
): Promise<ReadSchemaFiles> {
  const git: Git = { folder: existing(cwd).folder, env };
  const resolved = await resolveRevision(git, ref);
  const reader = new ObjectReader(git);
  try {
    const files = new RevisionFiles(reader, new Tree(reader, resolved.tree));
    const file = await files.find({ ref, path }, resolved);
    const folder = await files.schemasFolder(file.path, join(resolved.prefix, usual));
    const within = folder === undefined ? undefined : await files.readWithin(file, folder);
    return within ?? (await files.readReferenced(file, folder?.path ?? parentOf(file.path)));
  } catch (error) {
    throw error instanceof MissingObject ? missingObject(error, git, resolved, dirname(path)) : error;
  } finally {
    await reader.close();
  }
}

/** The files of one commit; a class, since every step needs its tree and its reader. */
class RevisionFiles {
  readonly #reader: ObjectReader;
  readonly #tree: Tree;

  constructor(reader: ObjectReader, tree: Tree) {
    this.#reader = reader;
    this.#tree = tree;
  }

  async find({ ref, path }: RevisionFile, { prefix }: Resolved): Promise<Located> {
    const isRelative = /^\.{1,2}(?:\/|$)/.test(path);
    const whole = normalize(isRelative ? join(prefix, path) : path);
    if (whole.startsWith("../"))
      throw new GitError(`${quotedText(`${ref}:${path}`)} is outside the repository.`);
    const found = await this.#tree.locate(whole);
    if (found === "outside")
      throw new GitError(
        `${quotedText(`${ref}:${path}`)} is in a submodule, or behind a link out of the repository; use a path in its own repository.`,
      );
    if (found !== "absent" && found.kind === "file") return found;
    if (found !== "absent")
      throw new GitError(`${quotedText(`${ref}:${path}`)} is a folder; pass a schema file.`);
    const below = prefix === "" || isRelative ? "absent" : await this.#tree.locate(join(prefix, path));
    const hint = typeof below === "string" ? "" : ` Did you mean ${quotedText(`${ref}:./${path}`)}?`;
    throw new GitError(`File ${quotedText(whole)} not found at ${quotedText(ref)}.${hint}`);
  }

  /** The nearest folder above a file with a contract file, below the root of the package; else the usual one. */
  async schemasFolder(file: string, usual: string): Promise<Located | undefined> {
    for (let at = parentOf(file); ; at = parentOf(at)) {
      const folder = await this.#tree.locate(at);
      if (typeof folder === "string" || folder.kind !== "folder") break;
      const [entries] = await this.#tree.folders([folder.id]);
      if (contractFileNames.some((name) => entries?.has(name))) return folder;
      if (at === "" || entries?.has(packageFile)) break;
    }
    const folder = file.startsWith(`${usual}/`) ? await this.#tree.locate(usual) : "absent";
    return typeof folder === "string" || folder.kind !== "folder" ? undefined : folder;
  }

  /** The files of a schemas folder but examples; `undefined` where the file is not one that is read. */
  async readWithin(file: Located, folder: Located): Promise<ReadSchemaFiles | undefined> {
    const walked = await walkTree(this.#tree, folder, isExamplesFolder);
    const path = relative(folder.path, file.path);
    if (!walked.files.has(path)) return undefined;
    const texts = await this.#texts(walked.files.values());
    const files = [...walked.files].flatMap(([name, id]) => {
      const text = texts.get(id);
      return text === undefined ? [] : [[name, text] as const];
    });
    return { root: folder.path, path, files: needed(new Map(files), path) };
  }

  async readReferenced(first: Located, root: string): Promise<ReadSchemaFiles> {
    const files = new Map<string, string>();
    const pending = [first];
    for (let file = pending.pop(); file !== undefined; file = pending.pop()) {
      const name = relative(root, file.path);
      if (files.has(name) || files.size >= MAX_FILES) continue;
      const text = (await this.#texts([file.id])).get(file.id);
      if (text === undefined) continue;
      files.set(name, text);
      for (const reference of referencesIn(name, text)) {
        const next = await this.#tree.locate(join(dirname(file.path), reference));
        const isBelow = typeof next !== "string" && !relative(root, next.path).startsWith("..");
        if (isBelow && next.kind === "file") pending.push(next);
      }
    }
    const path = relative(root, first.path);
    return { root, path, files: needed(files, path) };
  }

  async #texts(ids: Iterable<string>): Promise<ReadonlyMap<string, string>> {
    const objects = await this.#reader.read(ids, maxFileBytes);
    return new Map(
      [...objects].flatMap(([id, { bytes }]) => {
        const text = bytes && decodeUtf8(bytes);
        return text === undefined ? [] : [[id, text] as const];
      }),
    );
  }
}

/** The files, of which one at least must be there. */
function needed(files: ReadonlyMap<string, string>, path: string): ReadonlyMap<string, string> {
  if (files.has(path)) return files;
  throw new GitError(
    `${quotedText(path)} at that revision is not UTF-8, or is larger than ${maxFileBytes} bytes.`,
  );
}

function parentOf(path: string): string {
  const parent = dirname(path);
  return parent === "." ? "" : parent;
}
