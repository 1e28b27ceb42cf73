import { execFileSync } from "node:child_process";
import { chmodSync } from "node:fs";
import { join } from "node:path";
import { type GitRepository, gitEnv, gitRepository } from "../support/git-repository.js";
import { repository } from "../support/repository.js";
import { writeFiles } from "../support/temp-folder.js";
import type { CommentsApi } from "./comments-api.js";
import { type Acted, runAction, type Workflow } from "./run-action.js";

const program = join(repository, "dist", "src", "bin.js");

/** An event's schema; without arguments, the one on `main`. */
export function orderPaid(
  more: Readonly<Record<string, unknown>> = {},
  required = ["orderId", "total"],
): unknown {
  const text = { type: "string", minLength: 1, maxLength: 64 };
  return {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    type: "object",
    properties: { orderId: text, total: text, note: text, ...more },
    required,
  };
}

/** What `main` has, in which a change of each kind can be made. */
const files = {
  ".gitignore": "node_modules/\n",
  "package.json": { name: "shop", type: "module" },
  "schemas/contract.json": { vhost: "/shop" },
  "schemas/order_paid/event.json": { description: "An order was paid.", owner: "team-shop" },
  "schemas/order_paid/v1.json": orderPaid(),
  "src/billing.ts":
    'import type { OrderPaidV1 } from "../generated/index.js";\nexport const total = (event: OrderPaidV1) => event.total;\n',
};

type Files = Readonly<Record<string, unknown>>;

/** A repository on GitHub, `shop/orders`, with pull request 7. */
export interface Shop {
  readonly origin: GitRepository;
  /** Commits to the pull request's branch, with the SDK of it by default, and merges it as GitHub does. */
  readonly push: (files: Files, options?: { readonly generate?: boolean }) => void;
  /** Commits to `main`. */
  readonly land: (files: Files) => void;
  /** Runs the action on what the pull request is now. */
  readonly run: (api: CommentsApi, options?: RunOptions) => Promise<Acted>;
}

/** How a workflow differs from the usual one. */
export interface RunOptions {
  readonly inputs?: Workflow["inputs"];
  readonly github?: Workflow["github"];
  readonly event?: Workflow["event"];
  /** Of `git fetch`; `--depth=1` by default, as in actions/checkout. */
  readonly fetch?: readonly string[];
  /** Gets the checkout before the action runs. */
  readonly prepare?: (workspace: GitRepository) => void;
  readonly path?: string;
}

/** The repository; `branch` is the pull request's. */
export function shop(branch = "feature"): Shop {
  const origin = gitRepository();
  const { git, folder } = origin;
  const commit = (changed: Files, generate = true): string => {
    writeFiles(folder, changed);
    if (generate) rabbitgen(folder, "generate");
    return origin.commit({});
  };
  commit(files);
  git("branch", branch);

  const merge = (): string => {
    git("checkout", "-q", "--detach", "main");
    git("merge", "-q", "--no-ff", "-m", "Merge 7", `refs/heads/${branch}`);
    git("update-ref", "refs/pull/7/merge", "HEAD");
    return git("rev-parse", "HEAD");
  };
  const push: Shop["push"] = (changed, { generate = true } = {}) => {
    git("checkout", "-q", branch);
    commit(changed, generate);
    merge();
  };
  const land: Shop["land"] = (changed) => {
    git("checkout", "-q", "main");
    commit(changed);
    merge();
  };
  const run: Shop["run"] = async (api, options = {}) => {
    const sha = options.github?.["SHA"] ?? git("rev-parse", "refs/pull/7/merge");
    const workspace = checkout(origin, sha, options.fetch ?? ["--depth=1"]);
    options.prepare?.(workspace);
    const head = { sha: git("rev-parse", branch), ref: branch };
    return runAction({
      workspace: workspace.folder,
      github: {
        EVENT_NAME: "pull_request",
        BASE_REF: "main",
        HEAD_REF: branch,
        REF: "refs/pull/7/merge",
        SHA: sha,
        REPOSITORY: "shop/orders",
        SERVER_URL: "https://github.example",
        API_URL: api.url,
        RUN_ID: "42",
        ...options.github,
      },
      event: options.event ?? { pull_request: { number: 7, title: branch, head, base: { ref: "main" } } },
      inputs: options.inputs ?? {},
      ...(options.path === undefined ? {} : { path: options.path }),
    });
  };
  return { origin, push, land, run };
}

/** What actions/checkout and `npm ci` leave behind. */
function checkout(origin: GitRepository, sha: string, fetch: readonly string[]): GitRepository {
  const workspace = gitRepository();
  workspace.git("remote", "add", "origin", `file://${origin.folder}`);
  workspace.git("-c", "protocol.file.allow=always", "fetch", "-q", "--no-tags", ...fetch, "origin", sha);
  workspace.git("checkout", "-q", "--detach", "FETCH_HEAD");
  installProgram(workspace.folder);
  return workspace;
}

/** Installs this repository's rabbitgen into a project. */
export function installProgram(folder: string): void {
  const path = "node_modules/.bin/rabbitgen";
  writeFiles(folder, { [path]: `#!/bin/sh\nexec "${process.execPath}" "${program}" "$@"\n` });
  chmodSync(join(folder, path), 0o755);
}

/** Runs it. */
export function rabbitgen(cwd: string, ...args: string[]): void {
  execFileSync(process.execPath, [program, ...args], {
    cwd,
    env: gitEnv as NodeJS.ProcessEnv,
    stdio: "pipe",
  });
}
