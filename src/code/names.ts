import { createHash } from "node:crypto";

/** The TypeScript names of one event. */
export interface EventNames {
  /** The constant with all versions, `orderPaid`. */
  readonly family: string;
  /** The folder below `events/`, safe on every file system; the same whatever `identifier` is. */
  readonly folder: string;
  /** The constant of a version, `orderPaidV2`. */
  readonly version: (label: string) => string;
  /** The type of a version, `OrderPaidV2`. */
  readonly type: (label: string) => string;
  /** The type of the headers, `OrderPaidHeaders`. */
  readonly headers: string;
}

/** Equal for names that some file system takes for one: in another case, or composed of other code points. */
export function folded(identifier: string): string {
  return identifier.normalize("NFC").toLowerCase();
}

/** `order_paid`, `order.paid` and `com.example.order-paid` as `OrderPaid` and `ComExampleOrderPaid`. */
export function pascalCase(name: string): string {
  const words = name.match(/(?:(?!_)\p{ID_Continue})+/gu) ?? [];
  const joined = words.map((word) => upperFirst(word)).join("");
  return /^\p{ID_Start}/u.test(joined) ? joined : `_${joined}`;
}

/** `OrderPaid` as `orderPaid`, `URLChanged` as `urlChanged`. */
export function camelCase(name: string): string {
  const pascal = pascalCase(name);
  const lowered = pascal.replace(/^(?:\p{Lu}+(?=\p{Lu}\p{Ll})|\p{Lu}\p{Ll}|\p{Lu}+)/u, (start) =>
    start.toLowerCase(),
  );
  return lowered;
}

/** A name for a file or folder: the name unchanged if every file system accepts it, else cleaned. */
export function fileStem(name: string): string {
  const safe = /^[A-Za-z0-9][A-Za-z0-9._-]*$/.test(name) && !name.endsWith(".") && name.length <= 100;
  const stem = safe ? name : shortened(pascalCase(name));
  return windowsDevice.test(stem) ? `${stem}_`.replace(/^([^.]+)(.*)_$/, "$1_$2") : stem;
}

/** File systems take names of 255 bytes; what is cut is told apart by a hash of the whole. */
function shortened(name: string): string {
  if (Buffer.byteLength(name) <= 100) return name;
  const hash = createHash("sha256").update(name).digest("hex").slice(0, 12);
  return `${name.replace(/[^A-Za-z0-9]/g, "").slice(0, 60)}-${hash}`;
}

/**
 * The names of an event by its name, or by the identifier that was chosen for it; `isTaken` returns true for names that
 * are taken.
 */
export function namesOf(
  { name, identifier = name }: { readonly name: string; readonly identifier?: string | undefined },
  isTaken: (name: string) => boolean,
): EventNames {
  const pascal = pascalCase(identifier);
  // Letters without case, digits in front: the type and the constant would be called the same.
  const camel = camelCase(identifier) === pascal ? `event${pascal}` : camelCase(identifier);
  const version = (label: string): string => `${camel}${suffix(label)}`;
  return {
    family: free(camel, isTaken),
    folder: fileStem(name),
    version: (label) => free(version(label), isTaken),
    type: (label) => free(`${pascal}${suffix(label)}`, isTaken),
    headers: free(`${pascal}Headers`, isTaken),
  };
}

function free(name: string, isTaken: (name: string) => boolean): string {
  return isTaken(name) ? free(`${name}Event`, isTaken) : name;
}

/** `v2` and `2` as `V2`, `1.0.0` and `1-0-0` as `V1_0_0`. */
function suffix(label: string): string {
  return `V${label.replace(/^v/, "").replaceAll(/[.-]/g, "_")}`;
}

function upperFirst(word: string): string {
  const [first = ""] = word;
  return first.toUpperCase() + word.slice(first.length);
}

/** Devices that Windows finds in every folder, whatever the extension. */
const windowsDevice = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i;

/** Words that cannot name a constant of a module, and what the SDK's index itself declares. */
export const reservedNames: ReadonlySet<string> = new Set(
  (
    "arguments await break case catch class const continue debugger default delete do else enum eval export extends " +
    "false finally for function if implements import in instanceof interface let new null package private protected " +
    "public return static super switch this throw true try typeof undefined var void while with yield " +
    "connect contract ServiceName VhostName"
  ).split(" "),
);
