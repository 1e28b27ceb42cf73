import type { ChildProcessWithoutNullStreams } from "node:child_process";
import { GitError } from "./git-error.js";
import { type Git, notStarted, startGit } from "./run-git.js";

/** An object of the repository. */
export interface GitObject {
  readonly type: string;
  /** Absent when it is larger than what was asked for. */
  readonly bytes: Buffer | undefined;
}

/** All that one review may read (512 MiB): a repository can be made so that a small file unpacks to more than memory. */
const maxTotalBytes = 512 * 1024 * 1024;

/** Reads objects by their ids from one `git cat-file --batch`; no name or path of the repository reaches git. */
export class ObjectReader {
  readonly #git: ChildProcessWithoutNullStreams;
  readonly #chunks: AsyncIterator<Buffer>;
  readonly #closed: Promise<void>;
  readonly #maxTotal: number;
  #rest: Buffer = Buffer.alloc(0);
  #total = 0;
  #stderr = "";
  #failure: Error | undefined;

  constructor(git: Git, maxTotal = maxTotalBytes) {
    this.#maxTotal = maxTotal;
    this.#git = startGit(git, ["cat-file", "--batch"]);
    this.#chunks = this.#git.stdout[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
    this.#git.stderr.setEncoding("utf8").on("data", (text: string) => {
      if (this.#stderr.length < 4096) this.#stderr += text;
    });
    this.#git.on("error", (error) => {
      this.#failure = notStarted(error);
    });
    // A broken pipe shows as an early end of the answers.
    this.#git.stdin.on("error", () => {});
    this.#closed = new Promise((resolve) => this.#git.once("close", () => resolve()));
  }

  /**
   * Objects by id, each read once; what is larger than `maxBytes` is passed over. Throws `MissingObject` for one that
   * the repository lacks, and `GitError` when git fails.
   */
  async read(ids: Iterable<string>, maxBytes: number): Promise<ReadonlyMap<string, GitObject>> {
    const wanted = [...new Set(ids)];
    const objects = new Map<string, GitObject>();
    if (wanted.length === 0) return objects;
    this.#git.stdin.write(`${wanted.join("\n")}\n`);
    for (const id of wanted) {
      const [, type = "missing", size = ""] = (await this.#line()).split(" ");
      if (!/^\d+$/.test(size)) throw new MissingObject(id);
      objects.set(id, { type, bytes: await this.#take(Number(size), maxBytes) });
      await this.#take(1, 0);
    }
    return objects;
  }

  /** Ends the process, which has nothing to finish, and waits for it: also with answers that nothing has read. */
  async close(): Promise<void> {
    this.#git.stdin.end();
    // node reports a process as closed when its output is; what is left in it would keep that from ever coming
    this.#git.stdout.destroy();
    this.#git.kill();
    await this.#closed;
  }

  async #line(): Promise<string> {
    let line = "";
    for (;;) {
      const end = this.#rest.indexOf(10);
      line += this.#rest.toString("latin1", 0, end < 0 ? this.#rest.length : end);
      if (end >= 0) {
        this.#rest = this.#rest.subarray(end + 1);
        return line;
      }
      await this.#more();
    }
  }

  /** The next bytes; `undefined` when there are more than `keep`, which are left out. */
  async #take(count: number, keep: number): Promise<Buffer | undefined> {
    const kept: Buffer[] = [];
    const isKept = count <= keep;
    if (isKept) this.#total += count;
    if (this.#total > this.#maxTotal)
      throw new GitError(
        `The schemas at that revision are larger than ${this.#maxTotal} bytes, the limit of a review; pass a smaller folder with --schemas.`,
      );
    for (let left = count; ; ) {
      const part = this.#rest.subarray(0, left);
      this.#rest = this.#rest.subarray(part.length);
      left -= part.length;
      if (isKept) kept.push(part);
      if (left === 0) return isKept ? Buffer.concat(kept, count) : undefined;
      await this.#more();
    }
  }

  async #more(): Promise<void> {
    const { done, value } = await this.#chunks.next();
    if (done !== true) {
      this.#rest = value;
      return;
    }
    await this.#closed;
    throw this.#failure ?? new MissingObject(this.#stderr);
  }
}

/** The repository lacks an object, or git ended over it; the message is its id, or what git said. */
export class MissingObject extends Error {
  override readonly name = "MissingObject";
}
