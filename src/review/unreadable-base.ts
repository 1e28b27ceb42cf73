import { isContractSettings } from "../contract/settings-path.js";
import { findingOn } from "../contract/source-file.js";
import type { Finding, ReviewDetails } from "../findings/finding.js";
import { placeText } from "../findings/place-text.js";
import type { Side } from "./review-rule.js";

/** What was not readable in a base, and why. */
export interface Unreadable {
  /** Events by name, each with the first file of its errors. */
  readonly events: ReadonlyMap<string, string>;
  readonly settings: boolean;
  readonly errors: readonly Finding[];
  /** Errors that concern no event and no settings. */
  readonly others: readonly Finding[];
}

/** How the base is called. */
export interface BaseNames {
  /** In a sentence: `the base`, or an earlier state's name. */
  readonly called: string;
  /** Before the files' own paths, such as `main:schemas`. */
  readonly folder: string;
}

/** A warning for each event, and for the settings, that cannot be compared: neither is it new, nor is it fine. */
export function unreadableFindings(
  { events, settings, errors, others }: Unreadable,
  now: Side,
  names: BaseNames,
): readonly Finding[] {
  const { called } = names;
  const of = (files: (file: string) => boolean) => errors.filter(({ file }) => files(file));
  const findings = [...events].map(([name, file]) => {
    const event = now.contract.events.find((each) => each.name === name);
    const [first, place] =
      event === undefined
        ? [`Event ${name} was removed, and`, file]
        : [`Event ${name}`, event.versions.at(-1)?.source.path ?? file];
    const message = `${first} could not be compared: it could not be read in ${called}.`;
    const details = { event: name, ...(event === undefined ? { gone: true } : {}) };
    return warning(
      place,
      message,
      of((each) => each === file),
      names,
      details,
    );
  });
  const path = now.sources.get("contract.json")?.path ?? "contract.json";
  if (settings) {
    const message = `The settings in ${path} could not be compared: they could not be read in ${called}.`;
    findings.push(warning(path, message, of(isContractSettings), names));
  }
  const [other] = others;
  if (other !== undefined) {
    const message = `These files were not compared: they could not be read in ${called}, and no event refers to them.`;
    findings.push(warning(other.file, message, others, names, { gone: true }));
  }
  return findings;
}

/** Errors that are shown of one event. */
const mostErrors = 3;

function warning(
  file: string,
  message: string,
  wrong: readonly Finding[],
  { folder }: BaseNames,
  details: Partial<ReviewDetails> = {},
): Finding {
  const finding = findingOn(file, { rule: "base-unreadable", severity: "warning", message, help });
  const shown = wrong
    .slice(0, mostErrors)
    .map((error) => `${placeText(error, folder)} ${error.rule}: ${error.message}`);
  const notes = wrong.length > mostErrors ? [...shown, `and ${wrong.length - mostErrors} more`] : shown;
  return { ...finding, review: { breaks: [], services: [], uses: [], notes, ...details } };
}

const help =
  "Compare it manually with what was published, or review against the last revision in which it can be read.";
