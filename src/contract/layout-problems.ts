import type { Diagnosis } from "./source-file.js";
import { defaultStyle, type LabelStyle, nextLabel, styleOf } from "./version-label.js";

/** True for a file's stem that is meant as a version: `V1`, `v01`, `1.0.0`, `v1-2`, `1.0.0-beta`. */
export function looksLikeVersion(stem: string): boolean {
  return /^v?[-_. ]?\d+(?:[-._]\d+)*$/i.test(stem) || preRelease.test(stem);
}

/** Labels of semantic versioning with something behind the numbers. */
const preRelease =
  /^(v?\d+(?:[.-]\d+){0,2})(?:[-.](?:alpha|beta|rc|pre|preview|snapshot|dev|draft|next|canary)(?:[-.]?\d+)*(?:\+[\w.-]+)?|\+[\w.-]+)$/i;

/** True for `Event.json` beside versions, or `Contract.yaml`, which would be read as definitions. */
export function looksLikeSettings(stem: string, folder: string | undefined): boolean {
  const names = folder === undefined ? ["contract", "review"] : ["event"];
  return names.includes(stem.toLowerCase());
}

/** `v1.JSON`, `v1.jsonc`, `v1.json.txt`. */
export function otherExtension(file: string): Diagnosis {
  return error(
    "file-extension",
    `${JSON.stringify(file)} has ${/\.[a-z]/i.test(file) ? "an unsupported extension" : "no extension"}; use .json, .yaml or .yml, in lower case.`,
    "Rename the file. Comments are allowed only in YAML.",
  );
}

/** A version file whose label is not of the contract's style. */
export function badVersion(file: string, wanted: LabelStyle | "any"): Diagnosis {
  const style = styleFor(wanted);
  const [, stem = "", extension = ""] = /^(.*)(\.(?:json|ya?ml))$/.exec(file) ?? [];
  const own = styleOf(stem);
  if (own !== undefined) {
    return error(
      "version-name",
      `${JSON.stringify(file)} has a label like ${own}, but the versions of this contract are named ${series(style)}.`,
      `Rename the file, or set "versionLabels": "${own}" in contract.json for all events.`,
    );
  }
  const [, final] = preRelease.exec(stem) ?? [];
  if (final !== undefined) {
    return error(
      "version-name",
      `${JSON.stringify(file)} has a pre-release or build label; only released versions can be in a contract, because queues may keep their messages.`,
      `Keep drafts on a branch or in a folder that starts with _, and rename the file to ${styleOf(final) === style ? final : style}${extension} when publishers may send the version.`,
    );
  }
  const number = Number(/\d+/.exec(stem)?.[0] ?? 1);
  const label = style.replace("1", String(Math.max(number, 1)));
  return error(
    "version-name",
    `${JSON.stringify(file)} is not a version file name; use ${series(style, extension)}, without leading zeros.`,
    number > 999_999_999 ? "Number versions from 1." : `Rename it to ${label}${extension}.`,
  );
}

/** A version file outside of any event's folder. */
export const versionAtRoot: Diagnosis = error(
  "version-name",
  "A version file must be in a folder of its own; the folder's name is the event's name.",
  "Move it, for example to order_paid/v1.json.",
);

/** `Event.json`. */
export function badSettingsName(file: string): Diagnosis {
  return error(
    "settings-name",
    `${JSON.stringify(file)} is ignored: settings files must have lower-case names.`,
    `Rename it to ${file.toLowerCase()}.`,
  );
}

/** Two files of which one would be lost. */
export function twice(first: string, second: string, what: string): Diagnosis {
  return error("file-twice", `${first} and ${second} both define ${what}.`, "Keep one of the two.");
}

/** `order/paid/` and `order.paid/`. */
export function sameEvent(name: string, first: string, second: string): Diagnosis {
  return error(
    "name-collision",
    `The folders ${first}/ and ${second}/ both define the event ${JSON.stringify(name)}.`,
    "Rename one of the two folders, or move its files into the other.",
  );
}

/** A folder with settings or examples only. */
export function noVersion(folder: string, wanted: LabelStyle | "any"): Diagnosis {
  const style = styleFor(wanted);
  return error(
    "event-without-version",
    `Event folder ${JSON.stringify(folder)} contains no version file.`,
    `Add ${style}.json with the event's JSON Schema.`,
  );
}

/** An example of a version that the event does not have. */
export function exampleWithoutVersion(label: string): Diagnosis {
  return error("example-stray", `This example is for version ${label}, but ${label}.json does not exist.`);
}

/** An example outside of `examples/<version>/valid` and `invalid`. */
export function strayExample(wanted: LabelStyle | "any"): Diagnosis {
  const style = styleFor(wanted);
  return error(
    "example-stray",
    `Put examples in examples/${style}/valid or examples/${style}/invalid (${style} is the version).`,
  );
}

function styleFor(style: LabelStyle | "any"): LabelStyle {
  return style === "any" ? defaultStyle : style;
}

function series(style: LabelStyle, extension = ".json"): string {
  return `${style}${extension}, ${nextLabel(style)}${extension}, …`;
}

function error(rule: string, message: string, help?: string): Diagnosis {
  return { rule, severity: "error", message, ...(help === undefined ? {} : { help }) };
}
