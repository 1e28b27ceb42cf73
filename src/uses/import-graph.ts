import { ts } from "ts-morph";
import type { FileHost } from "./file-host.js";
import type { ResolveModule } from "./resolve-modules.js";
import type { SdkFolders } from "./sdk-folders.js";

/**
 * Which of the files reach a generated SDK by their imports, directly or through others: no other file can hold a value
 * of its types. Once one of them declares globals, every file may.
 */
export function reachingFiles(
  files: readonly string[],
  host: FileHost,
  resolve: ResolveModule,
  folders: SdkFolders,
): readonly string[] {
  const importers = new Map<string, string[]>();
  const sdk: string[] = [];
  const queue = [...files];
  const seen = new Set(queue);
  let globals = false;
  for (let file = queue.pop(); file !== undefined; file = queue.pop()) {
    if (folders.of(file) !== undefined) {
      sdk.push(file);
      continue;
    }
    const text = host.readFile(file) ?? "";
    globals ||= /\bdeclare\s+global\b/.test(text);
    for (const { fileName } of ts.preProcessFile(text, true, true).importedFiles) {
      const target = resolve(fileName, file)?.resolvedFileName;
      if (target === undefined) continue;
      const list = importers.get(target);
      if (list) list.push(file);
      else importers.set(target, [file]);
      if (seen.has(target)) continue;
      seen.add(target);
      if (mayReach(target, host)) queue.push(target);
    }
  }
  const reaching = new Set(sdk);
  for (const file of reaching) for (const importer of importers.get(file) ?? []) reaching.add(importer);
  const own = files.filter((file) => folders.of(file) === undefined);
  return globals && sdk.length > 0 ? own : own.filter((file) => reaching.has(file));
}

/** A package leads to an SDK only if it needs what each SDK needs. */
function mayReach(file: string, host: FileHost): boolean {
  const inPackage = /^.*\/node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file)?.[0];
  if (inPackage === undefined) return true;
  return (host.readFile(`${inPackage}/package.json`) ?? "").includes('"amqplib"');
}
