import { findingAt, type SourceFile } from "../../contract/source-file.js";
import { compareFindings, type Finding } from "../../findings/finding.js";
import { isObject, type Json, member } from "../../json/json.js";
import { joinPointer, splitPointer, valueAt } from "../../json/pointer.js";
import type { Documents } from "./documents.js";
import { ImportBudget } from "./too-much.js";

/** References that are followed one after the other; more lead in a circle. */
const longestChain = 100;

/** Of one document: what was read of it, and what there is to say. */
export class DocumentReading {
  readonly documents: Documents;
  readonly #budget = new ImportBudget();
  readonly #sizes = new Map<Json, number>();
  readonly #findings: Finding[] = [];
  readonly #visited = new Map<SourceFile, Set<string>>();
  readonly #whole = new Map<SourceFile, Set<string>>();
  /** What was visited, with all that it is in; made when it is needed. */
  readonly #holders = new Map<SourceFile, Set<string>>();

  constructor(documents: Documents) {
    this.documents = documents;
  }

  visit(source: SourceFile, pointer: string, whole = false): void {
    this.#budget.place();
    this.#add(whole ? this.#whole : this.#visited, source, pointer);
  }

  /** Notes that a value is written once more. */
  write(value: Json): void {
    const size = this.#sizes.get(value) ?? JSON.stringify(value).length;
    if (typeof value === "object") this.#sizes.set(value, size);
    this.#budget.text(size);
  }

  /** Whether a value was read, or something in it. */
  #isVisited(source: SourceFile, pointer: string): boolean {
    let holders = this.#holders.get(source);
    if (holders === undefined) {
      holders = new Set();
      for (const set of [this.#visited, this.#whole])
        for (const each of set.get(source) ?? []) addHolders(each, holders);
      this.#holders.set(source, holders);
    }
    return holders.has(pointer);
  }

  #add(sets: Map<SourceFile, Set<string>>, source: SourceFile, pointer: string): void {
    const set = sets.get(source) ?? new Set();
    sets.set(source, set.add(pointer));
    this.#holders.delete(source);
  }

  /** Says what a contract cannot have, or has otherwise. */
  say(rule: string, place: Pick<DocumentPlace, "source" | "pointer">, message: string, help?: string): void {
    const diagnosis = {
      rule,
      severity: "warning",
      message,
      ...(help === undefined ? {} : { help }),
    } as const;
    this.#findings.push(findingAt(place.source, place.pointer, diagnosis));
  }

  /** What was said, and each member that nothing has read. */
  findings(): readonly Finding[] {
    const unread = this.documents
      .all()
      .flatMap((source) => [...this.#unread(source, source.value, "", false)]);
    return [...this.#findings, ...unread].sort(compareFindings);
  }

  /** What nothing has read; a holder of which only members were read, by references, is taken for read. */
  *#unread(source: SourceFile, value: Json, pointer: string, isRead: boolean): Generator<Finding> {
    if (this.#whole.get(source)?.has(pointer)) return;
    const isVisited = this.#isVisited(source, pointer);
    if (isRead && !isVisited) {
      yield findingAt(source, pointer, notCarried(pointer), "key");
      return;
    }
    if (typeof value !== "object" || value === null) return;
    for (const [key, inner] of Object.entries(value))
      yield* this.#unread(source, inner as Json, joinPointer(pointer, key), isVisited);
  }
}

/** A pointer, and those of all that its value is in. */
function addHolders(pointer: string, holders: Set<string>): void {
  for (let each = pointer; !holders.has(each); each = each.slice(0, each.lastIndexOf("/"))) {
    holders.add(each);
    if (each === "") return;
  }
}

function notCarried(pointer: string): Parameters<typeof findingAt>[2] {
  const name = JSON.stringify(splitPointer(pointer).at(-1) ?? "");
  return {
    rule: "import-not-carried",
    severity: "warning",
    message: `A contract has no equivalent of ${name}, so it is not imported.`,
  };
}

/** A value of a document that is being read; what is read through it counts as carried over. */
export class DocumentPlace {
  readonly source: SourceFile;
  readonly pointer: string;
  readonly value: Json;
  readonly reading: DocumentReading;

  constructor(source: SourceFile, pointer: string, reading: DocumentReading) {
    this.source = source;
    this.pointer = pointer;
    this.value = valueAt(source.value, pointer) ?? null;
    this.reading = reading;
    reading.visit(source, pointer);
  }

  /** Equal for the same place. */
  get key(): string {
    return `${this.source.path}#${this.pointer}`;
  }

  /** A member, where its references lead to. */
  get(name: string): DocumentPlace | undefined {
    return this.raw(name)?.resolved();
  }

  /** A member as it is written. */
  raw(name: string): DocumentPlace | undefined {
    if (!isObject(this.value) || member(this.value, name) === undefined) return undefined;
    return new DocumentPlace(this.source, joinPointer(this.pointer, name), this.reading);
  }

  /** The members of an object, or the items of a list, where their references lead to. */
  entries(): readonly (readonly [name: string, place: DocumentPlace])[] {
    const { value } = this;
    if (typeof value !== "object" || value === null) return [];
    return Object.keys(value).flatMap((name) => {
      const place = new DocumentPlace(this.source, joinPointer(this.pointer, name), this.reading).resolved();
      return place ? [[name, place] as const] : [];
    });
  }

  /** A member that is a text. */
  text(name: string): string | undefined {
    const value = this.peek(name);
    if (typeof value !== "string") return undefined;
    this.raw(name);
    return value;
  }

  /** A member's value without reading it. */
  peek(name: string): Json | undefined {
    return isObject(this.value) ? member(this.value, name) : undefined;
  }

  /** The value with everything in it, all of which counts as carried over. */
  whole(): Json {
    this.reading.write(this.value);
    this.reading.visit(this.source, this.pointer, true);
    return this.value;
  }

  /** Reads a member, and says nothing of it, if it has one of these values: they are what a contract means anyway. */
  expect(name: string, ...values: readonly Json[]): void {
    const value = this.peek(name);
    if (value !== undefined && values.includes(value)) this.raw(name);
  }

  say(rule: string, message: string, help?: string): void {
    this.reading.say(rule, this, message, help);
  }

  /** Follows `$ref`; a reference that leads nowhere is said, once. */
  resolved(): DocumentPlace | undefined {
    let place: DocumentPlace = this;
    for (let steps = 0; steps < longestChain; steps += 1) {
      const reference = place.peek("$ref");
      if (typeof reference !== "string") return place;
      const at = place.raw("$ref") ?? place;
      const target = targetOf(reference, place);
      if (target === undefined) {
        at.say("import-reference", unresolved(reference));
        return undefined;
      }
      place = new DocumentPlace(target.source, target.pointer, this.reading);
    }
    this.say("import-reference", "These references refer only to each other.");
    return undefined;
  }
}

/** Where a reference leads; `undefined`: nowhere. */
export function targetOf(
  reference: string,
  { source, reading }: Pick<DocumentPlace, "source" | "reading">,
): { readonly source: SourceFile; readonly pointer: string } | undefined {
  return follow(reference, source.path, reading, 0);
}

/** Where a reference leads, through the references that are on the way: `#/channels/a/messages/b` where `a` is one. */
function follow(
  reference: string,
  from: string,
  reading: DocumentReading,
  followed: number,
): { readonly source: SourceFile; readonly pointer: string } | undefined {
  const found = reading.documents.locate(reference, from);
  const source = found && reading.documents.open(found.path);
  if (found === undefined || source === undefined || followed > longestChain) return undefined;
  if (valueAt(source.value, found.pointer) !== undefined) return { source, pointer: found.pointer };
  const steps = splitPointer(found.pointer);
  for (let length = 1; length < steps.length; length += 1) {
    const value = valueAt(source.value, steps.slice(0, length).reduce<string>(joinPointer, ""));
    const next = isObject(value) ? member(value, "$ref") : undefined;
    if (typeof next !== "string") continue;
    const holder = follow(next, source.path, reading, followed + 1);
    if (holder === undefined) return undefined;
    const rest = steps.slice(length).reduce<string>(joinPointer, "");
    const hash = `${encodeURIComponent(holder.source.path)}#${encodeURIComponent(holder.pointer + rest)}`;
    return follow(hash, "", reading, followed + 1);
  }
  return undefined;
}

export function unresolved(reference: string): string {
  return `${JSON.stringify(reference)} refers to nothing in the document or in a JSON or YAML file of its folder, so it is not imported; remote files are never fetched.`;
}
