import { chmodSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { readFolder } from "../../src/files/read-folder.js";
import { ObjectReader } from "../../src/git/object-reader.js";
import { type RevisionOptions, readRevision } from "../../src/git/read-revision.js";
import { cloneOf, gitEnv, gitRepository, repositoryAt } from "../support/git-repository.js";
import { tempFolder, writeFiles } from "../support/temp-folder.js";

const read = (folder: string, ref: string, more: Partial<RevisionOptions> = {}) =>
  readRevision({ folder, ref, env: gitEnv, ...more });

const filesAt = async (folder: string, ref: string): Promise<Record<string, string>> =>
  Object.fromEntries((await read(folder, ref)).files);

test("files of a commit are read as they were, whatever became of them", async () => {
  const { folder, commit, git } = gitRepository();
  const first = commit({
    "schemas/kept/v1.json": "kept",
    "schemas/edited/v1.json": "before",
    "schemas/removed/v1.json": "removed",
    "schemas/renamed/v1.json": "renamed",
    "README.md": "not a schema",
    "schemas/notes.md": "neither",
  });
  git("mv", "schemas/renamed", "schemas/moved");
  commit({
    "schemas/edited/v1.json": "after",
    "schemas/removed": undefined,
    "schemas/added/v1.json": "added",
  });
  writeFiles(folder, { "schemas/edited/v1.json": "not committed", "schemas/new/v1.json": "not added" });

  const revision = await read(join(folder, "schemas"), "HEAD~1");
  expect(Object.fromEntries(revision.files)).toEqual({
    "edited/v1.json": "before",
    "kept/v1.json": "kept",
    "removed/v1.json": "removed",
    "renamed/v1.json": "renamed",
  });
  expect(revision).toMatchObject({
    commit: first,
    name: "HEAD~1",
    prefix: "schemas",
    root: folder,
    findings: [],
  });
  expect(await filesAt(join(folder, "schemas"), "HEAD")).toEqual({
    "added/v1.json": "added",
    "edited/v1.json": "after",
    "kept/v1.json": "kept",
    "moved/v1.json": "renamed",
  });
  expect(git("status", "--porcelain")).toBe(" M schemas/edited/v1.json\n?? schemas/new/");
});

test("every way to name a commit works", async () => {
  const { folder, commit, git } = gitRepository();
  const hash = commit({ "schemas/a/v1.json": "1" });
  git("tag", "light");
  git("tag", "-a", "-m", "Release", "v1.0");
  git("branch", "feature/naïve-$(touch;x)");
  commit({ "schemas/a/v1.json": "2" });
  git("checkout", "-q", "--detach");
  commit({ "schemas/a/v1.json": "3" });
  const names = ["light", "v1.0", "main~1", "HEAD^^", "HEAD~2", hash, hash.slice(0, 8), "refs/tags/v1.0"];
  for (const ref of [...names, "feature/naïve-$(touch;x)", "main^{/Change}~1"])
    expect(await read(join(folder, "schemas"), ref)).toMatchObject({ commit: hash, name: ref });
});

test("a merge commit has both sides' files", async () => {
  const { folder, commit, git } = gitRepository();
  commit({ "schemas/a/v1.json": "a" });
  git("checkout", "-q", "-b", "side");
  commit({ "schemas/side/v1.json": "side" });
  git("checkout", "-q", "main");
  commit({ "schemas/main/v1.json": "main" });
  git("merge", "-q", "--no-edit", "side");
  const schemas = join(folder, "schemas");
  expect(Object.keys(await filesAt(schemas, "HEAD"))).toEqual(["a/v1.json", "main/v1.json", "side/v1.json"]);
  expect(Object.keys(await filesAt(schemas, "HEAD^2"))).toEqual(["a/v1.json", "side/v1.json"]);
});

test("the folder is found from wherever it lies, and may be gone", async () => {
  const { folder, commit } = gitRepository();
  commit({ "README.md": "no schemas yet" });
  commit({ "services/orders/schemas/a/v1.json": "a", "root.json": "{}" });
  const schemas = join(folder, "services/orders/schemas");
  expect(await read(schemas, "HEAD")).toMatchObject({ prefix: "services/orders/schemas", root: folder });
  expect((await read(schemas, "HEAD~1")).files.size).toBe(0);
  expect(Object.keys(await filesAt(folder, "HEAD"))).toEqual([
    "root.json",
    "services/orders/schemas/a/v1.json",
  ]);
  rmSync(join(folder, "services"), { recursive: true });
  expect(await read(schemas, "HEAD")).toMatchObject({ prefix: "services/orders/schemas" });
  expect(await filesAt(schemas, "HEAD")).toEqual({ "a/v1.json": "a" });
  writeFiles(folder, { services: "a file now" });
  expect(await filesAt(schemas, "HEAD")).toEqual({ "a/v1.json": "a" });
  expect(await filesAt(join(folder, "nowhere/at/all"), "HEAD")).toEqual({});
});

test("paths may have spaces, quotes, line breaks and any letters, and folders that readFolder passes over are", async () => {
  const { folder, commit } = gitRepository();
  const names = [
    'a "quoted" one',
    "line\nbreak",
    "größe",
    "日本",
    "back\\slash",
    "$(touch x)",
    "it's",
    "tab\t",
  ];
  const files = Object.fromEntries(names.map((name) => [`my schemas/${name}/v1.json`, `"${name}"`]));
  const passed = {
    ".hidden/v1.json": "no",
    "a/.v1.json": "no",
    "node_modules/v1.json": "no",
    "a/v1.json.bak": "no",
  };
  commit({
    ...files,
    ...Object.fromEntries(Object.entries(passed).map(([name, text]) => [`my schemas/${name}`, text])),
    "my schemas.json": "beside",
    "my schemas2/v1.json": "beside",
  });
  const schemas = join(folder, "my schemas");
  const revision = await read(schemas, "HEAD");
  expect(revision.files).toEqual(readFolder(schemas).files);
  expect(revision.files.size).toBe(names.length);
});

test("links, encodings and sizes give the findings that readFolder gives", async () => {
  const { folder, commit } = gitRepository();
  const outside = tempFolder({ "v1.json": "outside" });
  writeFiles(folder, {
    "schemas/real/v1.json": "real",
    "schemas/real/deep/v1.json": "deep",
    "schemas/text.txt": "text",
    "schemas/.secret/v1.json": "hidden",
    "other/v1.json": "other",
    "other/picture.png": "png",
  });
  const links: Record<string, string> = {
    "file.json": "real/v1.json",
    "named.json": "text.txt",
    "hidden.json": ".secret/v1.json",
    "round.json": "../schemas/./real/../real/v1.json",
    folder: "real",
    "real/deep/beside": "../../again",
    "again/above": "..",
    "again/back": "../real",
    "out.json": "../other/v1.json",
    "out-folder": "../other",
    "picture.png": "../other/picture.png",
    "nowhere.json": "missing.json",
    "self.json": "self.json",
    "absolute.json": join(outside, "v1.json"),
    "absolute-folder": outside,
    "far.json": "../../../../../../../../../etc/hostname",
    "through.json": "folder/v1.json",
    "behind.json": "real/v1.json/",
  };
  for (const [name, target] of Object.entries(links)) {
    mkdirSync(join(folder, "schemas", name, ".."), { recursive: true });
    symlinkSync(target, join(folder, "schemas", name));
  }
  writeFileSync(join(folder, "schemas/latin.json"), Buffer.from([0x22, 0xe4, 0x22]));
  writeFileSync(join(folder, "schemas/large.json"), Buffer.alloc(16 * 1024 * 1024 + 1, 32));
  writeFileSync(join(folder, "schemas/mark.json"), "\uFEFF{}");
  writeFileSync(join(folder, "schemas/executable.json"), "{}");
  chmodSync(join(folder, "schemas/executable.json"), 0o755);
  commit({});
  const schemas = join(folder, "schemas");
  const working = readFolder(schemas);
  const revision = await read(schemas, "HEAD", { current: working.files });
  const said = (findings: typeof working.findings) =>
    findings.map(({ file, rule }) => `${file}: ${rule}`).sort();
  expect(revision.files).toEqual(working.files);
  expect((await read(schemas, "HEAD")).files).toEqual(working.files);
  expect(said(revision.findings)).toEqual(said(working.findings));
  expect(new Set(revision.findings.map(({ rule }) => rule))).toEqual(
    new Set(["link-outside", "link-repeated", "file-encoding", "file-too-large"]),
  );
});

test("a schemas folder that is or was a link is followed inside the repository, and reported outside of it", async () => {
  const { folder, commit } = gitRepository();
  const schemas = join(folder, "schemas");
  commit({ "schemas/a/v1.json": "a folder" });
  commit({ schemas: undefined, "contracts/schemas/a/v1.json": "behind a link" });
  symlinkSync("contracts/schemas", schemas);
  commit({});
  const outside = tempFolder();
  rmSync(schemas);
  symlinkSync(outside, schemas);
  commit({});
  commit({ schemas: undefined });
  symlinkSync("contracts/schemas", schemas);
  expect(await filesAt(schemas, "HEAD~4")).toEqual({ "a/v1.json": "a folder" });
  expect(await filesAt(schemas, "HEAD~3")).toEqual({});
  expect(await filesAt(schemas, "HEAD~2")).toEqual({ "a/v1.json": "behind a link" });
  await expect(read(schemas, "HEAD~1")).rejects.toThrow(
    /^At "HEAD~1" "contracts\/schemas" is a submodule, or a link/,
  );
  const elsewhere = join(tempFolder(), "link");
  symlinkSync(schemas, elsewhere);
  expect(await read(elsewhere, "HEAD")).toMatchObject({ root: folder, prefix: "contracts/schemas" });
  expect((await read(elsewhere, "HEAD")).files.size).toBe(1);
});

test("a worktree and a submodule are repositories of their own; one inside the schemas is reported", async () => {
  const inner = gitRepository();
  inner.commit({ "schemas/a/v1.json": "1" });
  inner.commit({ "schemas/a/v1.json": "2" });
  const outer = gitRepository();
  outer.commit({ "schemas/b/v1.json": "b" });
  outer.git("-c", "protocol.file.allow=always", "submodule", "add", "-q", inner.folder, "schemas/shared");
  outer.commit({});
  expect(await filesAt(join(outer.folder, "schemas/shared/schemas"), "HEAD~1")).toEqual({ "a/v1.json": "1" });
  const revision = await read(join(outer.folder, "schemas"), "HEAD");
  expect([...revision.files.keys()]).toEqual(["b/v1.json"]);
  expect(revision.findings).toMatchObject([
    { file: "shared", rule: "submodule-unread", severity: "warning" },
  ]);

  const tree = join(tempFolder(), "tree");
  inner.git("worktree", "add", "-q", tree, "HEAD~1");
  expect(await read(join(tree, "schemas"), "HEAD")).toMatchObject({ root: tree });
  expect(await filesAt(join(tree, "schemas"), "main")).toEqual({ "a/v1.json": "2" });
});

test("a repository with SHA-256 works, packed or not", async () => {
  const { folder, commit, git } = gitRepository("--object-format=sha256");
  const hash = commit({ "schemas/a/v1.json": "1", "schemas/b/v1.json": "b" });
  commit({ "schemas/a/v1.json": "2" });
  git("gc", "-q");
  const current = new Map([["b/v1.json", "b"]]);
  const revision = await read(join(folder, "schemas"), "HEAD~1", { current });
  expect(revision.commit).toBe(hash);
  expect(hash).toHaveLength(64);
  expect(Object.fromEntries(revision.files)).toEqual({ "a/v1.json": "1", "b/v1.json": "b" });
});

test("line ends are those that git stores", async () => {
  const { folder, commit, git } = gitRepository();
  git("config", "core.autocrlf", "true");
  commit({ ".gitattributes": "*.json text", "schemas/a/v1.json": "{\r\n}\r\n" });
  expect(readFileSync(join(folder, "schemas/a/v1.json"), "utf8")).toContain("\r");
  expect(await filesAt(join(folder, "schemas"), "HEAD")).toEqual({ "a/v1.json": "{\n}\n" });
});

test("of 500 files in two processes, only the changed are read", async () => {
  const { folder, commit } = gitRepository();
  const texts = Array.from({ length: 500 }, (_, number): [string, string] => [
    `group${number % 7}/event${number}/v1.json`,
    JSON.stringify({ const: number }),
  ]);
  commit(Object.fromEntries(texts.map(([name, text]) => [`schemas/${name}`, text])));
  commit({ "schemas/group1/event1/v1.json": "changed", "schemas/group2/event2": undefined });
  const bin = tempFolder();
  const log = join(bin, "log");
  const git = gitEnv["PATH"]?.split(":").map((at) => join(at, "git"));
  writeFileSync(
    join(bin, "git"),
    `#!/bin/sh\necho "$*" >> ${log}\nfor git in ${git?.join(" ")}; do [ -x $git ] && break; done\ncase "$*" in *cat-file*) tee -a ${log}.asked | $git "$@";; *) exec $git "$@";; esac\n`,
  );
  chmodSync(join(bin, "git"), 0o755);
  const env = { ...gitEnv, PATH: `${bin}:${gitEnv["PATH"]}` };
  const schemas = join(folder, "schemas");
  const { files } = await read(schemas, "HEAD~1", { current: readFolder(schemas).files, env });
  expect(Object.fromEntries(files)).toEqual(Object.fromEntries(texts));
  expect(readFileSync(log, "utf8").trim().split("\n")).toHaveLength(2);
  const asked = readFileSync(`${log}.asked`, "utf8").trim().split("\n");
  const trees = 1 + 1 + 7 + 500;
  expect(asked.length).toBe(trees + 2);
});

test("a partial clone fetches nothing on its own, and the advised command fetches the missing objects", async () => {
  const origin = gitRepository();
  origin.git("config", "uploadpack.allowFilter", "true");
  origin.commit({ "schemas/a/v1.json": "1", "schemas/b/v1.json": "b" });
  const base = origin.git("rev-parse", "HEAD");
  origin.commit({ "schemas/a/v1.json": "2" });
  for (const filter of ["blob:none", "tree:0"]) {
    const clone = cloneOf(origin, `--filter=${filter}`);
    const schemas = join(clone.folder, "schemas");
    const command = `git diff --stat 4b825dc642cb6eb9a060e54bf8d69288fbee4904 ${base} -- :/schemas`;
    await expect(read(schemas, base)).rejects.toThrow(
      `This partial clone lacks files of that revision; fetch them with \`${command}\`.`,
    );
    clone.git("-c", "protocol.file.allow=always", ...command.split(" ").slice(1));
    expect(await filesAt(schemas, base)).toEqual({ "a/v1.json": "1", "b/v1.json": "b" });
  }
});

test("a hook's variables do not lead to another repository", async () => {
  const other = gitRepository();
  other.commit({ "schemas/a/v1.json": "other" });
  const { folder, commit } = gitRepository();
  commit({ "schemas/a/v1.json": "this" });
  const env = {
    ...gitEnv,
    GIT_DIR: join(other.folder, ".git"),
    GIT_WORK_TREE: other.folder,
    GIT_PREFIX: "x/",
  };
  expect(Object.fromEntries((await read(join(folder, "schemas"), "HEAD", { env })).files)).toEqual({
    "a/v1.json": "this",
  });
});

test("replaced objects are not what a commit's hash stands for", async () => {
  const { folder, commit, git } = gitRepository();
  const first = commit({ "schemas/a/v1.json": "true" });
  const second = commit({ "schemas/a/v1.json": "forged" });
  git("replace", first, second);
  expect(await filesAt(join(folder, "schemas"), first)).toEqual({ "a/v1.json": "true" });
});

test("a repository that unpacks to billions of files is refused", async () => {
  const { folder, git } = gitRepository();
  writeFileSync(join(folder, "v1.json"), "{}");
  let object = `100644 blob ${git("hash-object", "-w", "v1.json")}`;
  for (let depth = 0; depth < 10; depth += 1) {
    const entries = Array.from({ length: 10 }, (_, at) => `${object}\t${at}${depth === 0 ? ".json" : ""}`);
    writeFileSync(join(folder, "entries"), `${entries.join("\n")}\n`);
    object = `040000 tree ${repositoryAt(folder).git("-c", "alias.mk=!git mktree < entries", "mk")}`;
  }
  const commit = git("commit-tree", "-m", "Bomb", object.split(" ")[2] ?? "");
  await expect(read(folder, commit)).rejects.toThrow(/more than 100000 entries/);
});

test("more bytes than a review may have are refused before they are kept", async () => {
  const { folder, commit, git } = gitRepository();
  commit({ "a.json": "1".repeat(600), "b.json": "2".repeat(600) });
  const ids = [git("rev-parse", "HEAD:a.json"), git("rev-parse", "HEAD:b.json")];
  const reader = new ObjectReader({ folder, env: gitEnv }, 1000);
  expect((await reader.read(ids.slice(0, 1), 10)).get(ids[0] ?? "")).toEqual({
    type: "blob",
    bytes: undefined,
  });
  expect((await reader.read(ids.slice(0, 1), 600)).get(ids[0] ?? "")?.bytes).toHaveLength(600);
  await expect(reader.read(ids.slice(1), 600)).rejects.toThrow(/are larger than 1000 bytes/);
  await reader.close();
});

test("a reader that refuses what is too much ends, whatever git has still to say", async () => {
  const { folder, commit, git } = gitRepository();
  const names = ["a.json", "b.json", "c.json", "d.json"];
  // far more than a pipe holds
  commit(Object.fromEntries(names.map((name) => [name, name.repeat(500_000)])));
  const ids = names.map((name) => git("rev-parse", `HEAD:${name}`));
  const refusing = new ObjectReader({ folder, env: gitEnv }, 1_000_000);
  await expect(refusing.read(ids, 10_000_000)).rejects.toThrow(/larger than 1000000 bytes, the limit/);
  await refusing.close();
  const unread = new ObjectReader({ folder, env: gitEnv });
  void unread.read(ids, 10_000_000).catch(() => {});
  await unread.close();
  const unused = new ObjectReader({ folder, env: gitEnv });
  await unused.close();
});

test("a tree made by hand leads nowhere out of the folder", async () => {
  const { folder, commit, git } = gitRepository();
  commit({ "v1.json": "{}" });
  const blob = Buffer.from(git("rev-parse", "HEAD:v1.json"), "hex");
  const entry = (name: string): Buffer => Buffer.concat([Buffer.from(`100644 ${name}\0`), blob]);
  const names = ["../../out.json", "/etc/out.json", "..", ".git", "a.json"];
  writeFileSync(join(folder, "tree"), Buffer.concat(names.map(entry)));
  const tree = git("hash-object", "-t", "tree", "-w", "--literally", "tree");
  expect(await filesAt(folder, git("commit-tree", "-m", "Forged", tree))).toEqual({ "a.json": "{}" });
});
