import type { Layout } from "../contract/layout.js";
import { layoutOf } from "../contract/layout-of.js";
import { type Loaded, type LoadOptions, loadContract } from "../contract/load-contract.js";
import { isContractSettings } from "../contract/settings-path.js";
import type { Folder } from "../files/read-folder.js";
import type { Finding } from "../findings/finding.js";
import { isObject } from "../json/json.js";
import type { Side } from "./review-rule.js";
import { type BaseNames, unreadableFindings } from "./unreadable-base.js";

/** How a base is loaded. */
export interface BaseLoading extends Pick<LoadOptions, "checked" | "wanted">, BaseNames {}

/** A base as far as it can be read. */
export interface LoadedBase extends Side {
  /** What cannot be compared, and why. */
  readonly unreadable: readonly Finding[];
  /** Names of the events that cannot be compared, whatever became of them. */
  readonly withheld: ReadonlySet<string>;
}

/**
 * Loads a base without its errors, because the reviewed change may be the one that fixes them: events with errors are
 * left out, and settings with errors are replaced by the current ones.
 */
export async function loadBase(
  base: Folder,
  now: Side,
  { called, folder, ...options }: BaseLoading,
): Promise<LoadedBase> {
  const load = (files: ReadonlyMap<string, string>): Promise<Loaded> =>
    loadContract(files, { ...options, keepGoing: true, unread: base.findings });
  let { files } = base;
  let loaded = await load(files);
  const errors = [...base.findings, ...loaded.findings].filter(({ severity }) => severity === "error");
  const wrongSettings = errors.find(({ file }) => isContractSettings(file));
  if (wrongSettings !== undefined) {
    files = withSettingsOf(now, files);
    loaded = await load(files);
  }
  const layout = layoutOf(files);
  const events = new Map([...unreadEvents(errors, files, now), ...loaded.broken]);
  let { contract, sources } = loaded;
  if (contract === undefined) {
    // every event is broken, or the settings of now do not fit: nothing is left, as in an empty folder
    ({ contract, sources } = await loadContract(new Map()));
    const [first] = errors;
    for (const name of layout.events.keys())
      if (!events.has(name)) events.set(name, wrongSettings?.file ?? first?.file ?? "");
  }
  if (contract === undefined) throw new Error("an empty folder has errors");
  const isKnown = concerned(events, layout);
  const others = errors.filter(({ file }) => !isContractSettings(file) && !isKnown(file));
  const unreadable = { events, settings: wrongSettings !== undefined, errors, others };
  return {
    contract,
    sources,
    unreadable: unreadableFindings(unreadable, now, { called, folder }),
    withheld: new Set(events.keys()),
  };
}

/** Events of which a file could not be read as a text: without it the contract lacks something and has no error. */
function unreadEvents(
  errors: readonly Finding[],
  files: ReadonlyMap<string, string>,
  now: Side,
): ReadonlyMap<string, string> {
  const unread = errors.map(({ file }) => file).filter((file) => !files.has(file));
  const { events } = layoutOf(new Map([...files, ...unread.map((file) => [file, "{}"] as const)]));
  const before = [...events].flatMap(([name, { versions, settings }]) => {
    const wrong = unread.find((file) => file === settings || [...versions.values()].includes(file));
    return wrong === undefined ? [] : [[name, wrong] as const];
  });
  // of a folder that was a link out of the schemas, only what it is now says that it is an event's
  const linked = now.contract.events.flatMap(({ name, folder }) => {
    const wrong = unread.find((file) => `${folder}/`.startsWith(`${file}/`));
    return wrong === undefined ? [] : [[name, wrong] as const];
  });
  return new Map([...linked, ...before]);
}

/** The files with the settings of now, but for services: these may name what there is only now. */
function withSettingsOf(now: Side, files: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  const others = [...files].filter(([path]) => !isContractSettings(path));
  const value = now.sources.get("contract.json")?.value;
  if (value === undefined || !isObject(value)) return new Map(others);
  const settings = Object.fromEntries(Object.entries(value).filter(([key]) => key !== "services"));
  return new Map([...others, ["contract.json", JSON.stringify(settings)]]);
}

/** Whether a file's errors are those of events that are broken, or matter to no comparison. */
function concerned(broken: ReadonlyMap<string, string>, { events, approvals }: Layout) {
  const files = new Set([...broken.values(), ...(approvals === undefined ? [] : [approvals])]);
  const folders = [...broken.keys()].flatMap((name) => events.get(name)?.folder ?? []);
  return (file: string): boolean =>
    files.has(file) || folders.some((folder) => file.startsWith(`${folder}/`));
}
