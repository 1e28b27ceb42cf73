import { spawnSync } from "node:child_process";

/** Whether the last commit of the repository at `root` has a file; `false` where there is no commit. */
export function isCommitted(root: string, path: string): boolean {
  const { status } = spawnSync("git", ["cat-file", "-e", `HEAD:${path}`], { cwd: root, stdio: "ignore" });
  return status === 0;
}
