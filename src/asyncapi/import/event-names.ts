import { styleOf } from "../../contract/version-label.js";

/** An event's name as a contract has it: segments that are folders, without a version. */
export function eventName(wanted: string): string {
  const segments = wanted
    .replace(versionSuffix, "")
    .split(/[./\\]+/)
    .map((segment) => segment.replace(/[^\p{L}\p{N}_-]+/gu, "_").replace(/^[_-]+|_+$/g, ""))
    .filter((segment) => segment !== "")
    .map((segment) => (isTaken(segment) ? `${segment}_event` : segment.slice(0, 100)));
  return segments.join(".") || "event";
}

/** What means something else in a schemas folder. */
function isTaken(segment: string): boolean {
  return (
    styleOf(segment) !== undefined || /^(?:v?\d+(?:[.-]\d+)*|examples|event|node_modules)$/i.test(segment)
  );
}

/** The version that a message's name ends with: `order_paid.v2`, `OrderPaidV2`. */
const versionSuffix = /(?:[._/-]v|(?<=[a-z])V)([1-9]\d*)$/;

/** The version's label in a message's name, if it has one. */
export function versionInName(name: string): string | undefined {
  const number = versionSuffix.exec(name)?.[1];
  return number === undefined ? undefined : `v${number}`;
}

/** The version's label in a content type, `application/json; version=v1`. */
export function versionInContentType(contentType: string): string | undefined {
  const label = /;\s*version\s*=\s*"?([^";\s]+)"?/i.exec(contentType)?.[1];
  return label !== undefined && styleOf(label) !== undefined ? label : undefined;
}

/** Whether a path of an event's folder is one, and nothing else. */
export function isEventFolder(folder: string, name: string): boolean {
  return (
    folder.replaceAll("/", ".") === name &&
    folder
      .split("/")
      .every((segment) => segment !== "" && !/^[_.]|[\\\0]/.test(segment) && segment !== "examples")
  );
}
