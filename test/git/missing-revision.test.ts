import { createHash } from "node:crypto";
import { existsSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { GitError } from "../../src/git/git-error.js";
import { readRevision } from "../../src/git/read-revision.js";
import {
  cloneOf,
  type GitRepository,
  gitEnv,
  gitRepository,
  repositoryAt,
} from "../support/git-repository.js";
import { tempFolder, writeFiles } from "../support/temp-folder.js";

/** What is said when a revision cannot be read; always one line. */
async function problem(
  { folder }: GitRepository,
  ref: string,
  env: Record<string, string> = {},
): Promise<string> {
  const reading = readRevision({ folder: join(folder, "schemas"), ref, env: { ...gitEnv, ...env } });
  const error = await reading.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof GitError)) throw error ?? new Error(`${ref} was read.`);
  expect(error.message).toMatch(/^[^\n\r]+$/);
  return error.message;
}

/** Runs the command that a message gives between backticks. */
function obey({ git }: GitRepository, message: string): string {
  const command = /`(git [^`]+)`/.exec(message)?.[1] ?? "";
  git("-c", "protocol.file.allow=always", ...command.split(" ").slice(1));
  return command;
}

const text = async ({ folder }: GitRepository, ref: string): Promise<string | undefined> =>
  (await readRevision({ folder: join(folder, "schemas"), ref, env: gitEnv })).files.get("a/v1.json");

/** Three commits on `main`, one on `feature` that starts at the first. */
function history(): GitRepository & { readonly hashes: readonly string[] } {
  const repository = gitRepository();
  const { git, commit } = repository;
  const hashes = [commit({ "schemas/a/v1.json": "1" })];
  git("tag", "v1.0");
  git("checkout", "-q", "-b", "feature");
  commit({ "schemas/a/v1.json": "feature" });
  git("checkout", "-q", "main");
  for (const version of ["2", "3"]) hashes.push(commit({ "schemas/a/v1.json": version }));
  return { ...repository, hashes };
}

test("a shallow clone gets the command that fetches the one commit which lacks", async () => {
  const origin = history();
  const [first = ""] = origin.hashes;
  const commands: [string, string, string][] = [
    [first, `git fetch --no-tags --depth=1 origin ${first}`, "1"],
    [
      "origin/feature",
      "git fetch --no-tags --depth=1 origin +refs/heads/feature:refs/remotes/origin/feature",
      "feature",
    ],
    [
      "refs/remotes/origin/feature",
      "git fetch --no-tags --depth=1 origin +refs/heads/feature:refs/remotes/origin/feature",
      "feature",
    ],
    ["v1.0", "git fetch --no-tags --depth=1 origin +refs/tags/v1.0:refs/tags/v1.0", "1"],
    ["HEAD~2", `git fetch --no-tags --deepen=2 origin ${origin.hashes[2]}`, "1"],
    ["HEAD^", `git fetch --no-tags --deepen=1 origin ${origin.hashes[2]}`, "2"],
    [
      "origin/main~2",
      "git fetch --no-tags --unshallow origin +refs/heads/main:refs/remotes/origin/main",
      "1",
    ],
  ];
  for (const [ref, command, content] of commands) {
    const clone = cloneOf(origin, "--depth=1");
    const message = await problem(clone, ref);
    expect(message).toContain(`There is no commit "${ref}" in this shallow clone: run \``);
    expect(obey(clone, message)).toBe(command);
    expect(await text(clone, ref)).toBe(content);
  }
});

test("a branch that only the remote has is fetched and named after it", async () => {
  const clone = cloneOf(history(), "--depth=1");
  const message = await problem(clone, "feature");
  expect(message).toBe(
    'There is no commit "feature" in this shallow clone: if it is a branch of origin, run `git fetch --no-tags --depth=1 origin +refs/heads/feature:refs/remotes/origin/feature` and compare with "origin/feature".',
  );
  obey(clone, message);
  expect(await text(clone, "origin/feature")).toBe("feature");
});

test("a clone of one branch with all its commits fetches without a depth", async () => {
  const clone = cloneOf(history(), "--single-branch");
  expect(obey(clone, await problem(clone, "origin/feature"))).toBe(
    "git fetch --no-tags origin +refs/heads/feature:refs/remotes/origin/feature",
  );
  expect(await text(clone, "origin/feature")).toBe("feature");
});

test("the likely name is suggested", async () => {
  const clone = cloneOf(history());
  clone.git("checkout", "-q", "--detach");
  clone.git("branch", "-q", "-D", "main");
  expect(await problem(clone, "main")).toMatch(
    /^There is no commit "main" in this repository: did you mean "origin\/main"\? If not, if it/,
  );
  expect(await problem(clone, "origin/mian")).toContain('did you mean "origin/main"? If not, run `git fetch');
  const origin = history();
  expect(await problem(origin, "featrue")).toBe(
    'There is no commit "featrue" in this repository: did you mean "feature"?',
  );
  expect(await problem(origin, "nothing-like-it")).toBe(
    'There is no commit "nothing-like-it" in this repository. It has "feature", "main", "v1.0".',
  );
  expect(await problem(origin, "HEAD~99")).toContain(
    'There is no commit "HEAD~99" in this repository. It has',
  );
  expect(await problem(origin, "main:schemas")).toContain('There is no commit "main:schemas"');
});

test("two revisions are explained", async () => {
  const origin = history();
  expect(await problem(origin, "main...feature")).toBe(
    '"main...feature" names two revisions, but a review compares the working folder with only one: "$(git merge-base main feature)".',
  );
  expect(await problem(origin, "main...")).toContain('"$(git merge-base main HEAD)"');
  expect(await problem(origin, "main..feature")).toMatch(/with only one: "main"\.$/);
  expect(await problem(origin, "$(x)...feature")).toMatch(/with only one: "\$\(x\)"\.$/);
});

test("a name that is nothing but trouble never becomes an option, a command or a second line", async () => {
  const origin = history();
  const clone = cloneOf(origin, "--depth=1");
  const trap = join(tempFolder(), "sprung");
  const hostile = [
    `--upload-pack=touch ${trap}`,
    `--output=${trap}`,
    "-h",
    "--",
    "$(touch sprung)",
    `$(touch ${trap})`,
    `; touch ${trap}`,
    `main\n::error::${trap}`,
    "main\0x",
    "",
    "  ",
    "^main",
    ":/1",
    "@{",
    "main^{tree}",
    "\u009b31m",
    "x".repeat(100_000),
  ];
  for (const repository of [origin, clone])
    for (const ref of hostile) expect((await problem(repository, ref)).length).toBeLessThan(1200);
  expect(await problem(origin, "")).toBe(
    "The revision to compare with is empty; pass one, such as origin/main.",
  );
  expect(await problem(origin, "-h")).toBe('"-h" is not a valid revision: it starts with "-".');
  expect(await problem(clone, "origin/$(touch;sprung)")).toContain(
    "origin '+refs/heads/$(touch;sprung):refs/remotes/origin/$(touch;sprung)'`",
  );
  clone.git("config", "remote.--upload-pack=x.url", "/nowhere");
  clone.git("remote", "remove", "origin");
  expect(await problem(clone, "nowhere")).not.toContain("--upload-pack");
  clone.git("remote", "add", "origin", origin.folder);
  expect(await problem(clone, "origin/it's")).toContain("'+refs/heads/it'\\''s:refs");
  expect(existsSync(trap) || existsSync(join(origin.folder, "schemas/sprung"))).toBe(false);
});

test("no repository, no commit, no git and no trust are reported in one line each", async () => {
  const nowhere = repositoryAt(tempFolder({ "schemas/a/v1.json": "1" }));
  const ceiling = { GIT_CEILING_DIRECTORIES: join(nowhere.folder, "..") };
  expect(await problem(nowhere, "main", ceiling)).toMatch(
    /^".*schemas" is not in a git repository; compare with a folder/,
  );
  const empty = gitRepository();
  expect(await problem(empty, "HEAD")).toBe(
    "This repository has no commits yet, so there is nothing to compare with.",
  );
  const origin = history();
  expect(await problem(origin, "main", { PATH: tempFolder() })).toMatch(
    /^Git is not installed or not on the PATH; /,
  );
  expect(await problem(origin, "main", { GIT_TEST_ASSUME_DIFFERENT_OWNER: "1" })).toBe(
    `Git does not trust this repository, because another user owns it. If you trust it: git config --global --add safe.directory ${origin.folder}`,
  );
  expect(await problem(repositoryAt(join(origin.folder, ".git")), "main")).toMatch(
    /bare git repository|no working tree/,
  );
});

test("a short hash that fits several objects, or lies in no shallow clone, asks for more digits", async () => {
  const origin = history();
  const { git, folder } = origin;
  const tree = git("rev-parse", "main^{tree}");
  const seen = new Map<string, string>();
  let twice: string | undefined;
  for (let number = 0; twice === undefined; number += 1) {
    const who = "A <a@example.com> 0 +0000";
    const text = `tree ${tree}\nauthor ${who}\ncommitter ${who}\n\n${number}\n`;
    const hash = createHash("sha1").update(`commit ${text.length}\0${text}`).digest("hex").slice(0, 4);
    const other = seen.get(hash);
    if (other !== undefined) {
      twice = hash;
      for (const one of [text, other]) {
        writeFileSync(join(folder, "commit"), one);
        git("hash-object", "-t", "commit", "-w", "commit");
      }
    }
    seen.set(hash, text);
  }
  expect(await problem(origin, twice)).toBe(
    `"${twice}" matches several objects; use more digits of the hash.`,
  );
  const first = git("rev-list", "--max-parents=0", "HEAD").slice(0, 12);
  expect(await problem(cloneOf(origin, "--depth=1"), first)).toMatch(
    /: give its full hash, and it can be fetched\.$/,
  );
});

test("a repository that is made to run commands runs none", async () => {
  const origin = history();
  const { folder, git } = origin;
  const trap = join(tempFolder(), "sprung");
  const touch = `touch ${trap}`;
  origin.git("config", "uploadpack.allowFilter", "true");
  const settings: Record<string, string> = {
    "core.fsmonitor": touch,
    "core.pager": touch,
    "pager.rev-parse": touch,
    "pager.cat-file": touch,
    "core.sshCommand": touch,
    "core.askPass": touch,
    "credential.helper": `!${touch}`,
    "core.alternateRefsCommand": touch,
    "alias.rev-parse": `!${touch}`,
    "alias.cat-file": `!${touch}`,
    "filter.evil.smudge": touch,
    "filter.evil.process": touch,
    "diff.evil.textconv": touch,
    "extensions.partialClone": "origin",
    "remote.origin.promisor": "true",
    "remote.origin.url": `ext::sh -c ${touch.replace(" ", "% ")}`,
    "remote.origin.uploadpack": touch,
    "remote.local.url": folder,
    "remote.local.promisor": "true",
    "remote.local.uploadpack": touch,
    "protocol.allow": "always",
  };
  git("config", "core.repositoryformatversion", "1");
  for (const [name, value] of Object.entries(settings)) git("config", name, value);
  writeFiles(folder, { ".gitattributes": "* filter=evil diff=evil\n" });
  // An object that is nowhere: git would ask the remotes for it.
  await problem(origin, "0123456789".repeat(4));
  for (const ref of ["main", "nowhere"])
    await readRevision({ folder: join(folder, "schemas"), ref, env: gitEnv }).catch(() => {});
  expect(existsSync(trap)).toBe(false);
});

test("a repository that is committed into the schemas folder is not asked", async () => {
  const { folder, commit, git } = gitRepository();
  commit({ "schemas/a/v1.json": "true" });
  const schemas = join(folder, "schemas");
  for (const name of ["objects", "refs"]) mkdirSync(join(schemas, name));
  writeFileSync(join(schemas, "HEAD"), "ref: refs/heads/main\n");
  writeFileSync(
    join(schemas, "config"),
    `[core]\nrepositoryformatversion = 0\nbare = false\nworktree = ${folder}\n`,
  );
  expect(git("-C", schemas, "rev-parse", "--git-dir")).toBe(schemas);
  await expect(readRevision({ folder: schemas, ref: "main", env: gitEnv })).rejects.toThrow(
    /looks like a bare git repository; pass a schemas folder in a working tree\.$/,
  );
});

test("a program called git in the schemas folder is not started", async () => {
  const origin = history();
  const trap = join(tempFolder(), "sprung");
  writeFileSync(join(origin.folder, "schemas/git"), `#!/bin/sh\ntouch ${trap}\n`, { mode: 0o755 });
  symlinkSync("schemas/git", join(origin.folder, "git"));
  const env = { ...gitEnv, PATH: `.:${gitEnv["PATH"]}` };
  await readRevision({ folder: join(origin.folder, "schemas"), ref: "main", env });
  expect(existsSync(trap)).toBe(false);
});

test("a damaged repository is reported with the missing object", async () => {
  const origin = history();
  const blob = origin.git("rev-parse", "main:schemas/a/v1.json");
  writeFileSync(join(origin.folder, "gone"), "");
  origin.git("-c", `alias.rm-object=!rm -f .git/objects/${blob.slice(0, 2)}/${blob.slice(2)}`, "rm-object");
  expect(await problem(origin, "main")).toContain(`lacks the object ${blob}; run \`git fsck\``);
});
