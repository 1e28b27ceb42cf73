import { type LoadedSchema, loadSchema } from "../contract/load-schema.js";
import type { Finding, PayloadStep } from "../findings/finding.js";
import type { Json } from "../json/json.js";
import { restartPatternWork } from "../patterns/pattern-work.js";
import {
  compareSchemas,
  type JudgedChange,
  type Judgement,
  type QuestionOptions as Questions,
  unexplained,
} from "./compare-schemas.js";
import type { Change, ChangeKind } from "./diff/change.js";
import { ignorePointers } from "./diff/ignore-pointers.js";
import { setApart } from "./diff/set-apart.js";
import { type SourcePlace, sourcePlace } from "./diff/source-pointer.js";
import { schemaText } from "./prove/node-key.js";

/** How two schemas are compared. */
export interface CompareOptions extends Questions {
  /**
   * JSON Pointers to parts that are not compared, in both schemas: a schema there counts as `{}`, a keyword as absent.
   */
  readonly ignore?: readonly string[];
}

/** The answer to one question. */
export interface Answer {
  readonly verdict: "proved" | "refuted" | "unknown";
  /** With `refuted`: a message that one side sends and the other rejects, checked by validators of both sides. */
  readonly witness?: Json;
  /** With `refuted`: where the witness is rejected and why. */
  readonly failures?: readonly { readonly pointer: string; readonly message: string }[];
  /** The same as one text; with `unknown`, why it could not be decided. */
  readonly reason?: string;
}

/** One difference, and what it breaks on its own. */
export interface ReportedChange {
  readonly kind: ChangeKind | "together";
  /** Such as `property "note" became required`. */
  readonly title: string;
  readonly old: SourcePlace;
  readonly new: SourcePlace;
  /** The property or value that code may use. */
  readonly target?: Change["target"];
  /** The path from the payload's root to the value; absent if no path leads to it. */
  readonly payload?: readonly PayloadStep[];
  /** The same for every use of the definition that contains it, if there are several. */
  readonly payloads?: readonly (readonly PayloadStep[])[];
  readonly backward?: Answer;
  readonly forward?: Answer;
}

/** A change with what distinguishes it from others of its kind at its place, as data that no wording is part of. */
export interface IdentifiedChange extends ReportedChange {
  readonly detail: Json;
}

/** The effect of a schema change. A direction that was not requested is absent. */
export interface SchemaComparison {
  /** Can updated consumers read what is still queued, and what old publishers send? */
  readonly backward?: Answer;
  /** Can consumers that do not upgrade read what updated publishers send? */
  readonly forward?: Answer;
  readonly changes: readonly ReportedChange[];
}

/** The same with identified changes, for a review. */
export interface IdentifiedComparison extends SchemaComparison {
  readonly changes: readonly IdentifiedChange[];
}

/** A schema that cannot be compared, with the reason. */
export class SchemaError extends Error {
  override readonly name = "SchemaError";
  readonly findings: readonly Finding[];
  constructor(findings: readonly Finding[]) {
    super(findings.map(({ file, pointer, message }) => `${file}#${pointer ?? ""}: ${message}`).join("\n"));
    this.findings = findings;
  }
}

/**
 * Compares two JSON Schemas as versions of one event: for publishers that send only declared properties, unless
 * `writer` says otherwise, and for consumers that accept what their schema accepts; for messages of at most 16 MiB, the
 * SDK's limit. Rejects with `SchemaError`.
 */
export async function compare(
  oldSchema: Json,
  newSchema: Json,
  options: CompareOptions = {},
): Promise<SchemaComparison> {
  const { comparison } = await compareCounted(oldSchema, newSchema, options);
  return { ...comparison, changes: comparison.changes.map(({ detail: _, ...change }) => change) };
}

/** A comparison, with the steps that it took: the same on every machine. */
export interface CountedComparison {
  readonly comparison: IdentifiedComparison;
  readonly steps: number;
}

/** The same with the number of steps. */
export async function compareCounted(
  oldSchema: Json,
  newSchema: Json,
  { ignore = [], ...options }: CompareOptions = {},
): Promise<CountedComparison> {
  const [before, after] = await Promise.all([
    loadAlone("old.json", ignorePointers(oldSchema, ignore)),
    loadAlone("new.json", ignorePointers(newSchema, ignore)),
  ]);
  return counted(before, after, options, { old: none, new: none });
}

/** The content of other files that a schema refers to, so that places in them can be reported. */
export type Sources = (file: string) => Json | undefined;

const none: Sources = () => undefined;

/** The same of schemas that are loaded already, as from files. */
export function compareLoaded(
  oldSchema: LoadedSchema,
  newSchema: LoadedSchema,
  options: Questions = {},
  sources: { readonly old: Sources; readonly new: Sources } = { old: none, new: none },
): IdentifiedComparison {
  return counted(oldSchema, newSchema, options, sources).comparison;
}

function counted(
  oldSchema: LoadedSchema,
  newSchema: LoadedSchema,
  options: Questions,
  sources: { readonly old: Sources; readonly new: Sources },
): CountedComparison {
  restartPatternWork();
  const [before, after] = setApart(oldSchema, newSchema);
  const comparison = compareSchemas(before, after, options);
  const changes = comparison.changes.map(({ change, backward, forward }: JudgedChange) => ({
    kind: change.kind,
    title: change.title,
    detail: change.detail,
    old: sourcePlace(before, change.old, sources.old),
    new: sourcePlace(after, change.new, sources.new),
    ...(change.target === undefined ? {} : { target: change.target }),
    ...payloadOf(change),
    ...answers(backward, forward),
  }));
  const roots = {
    old: sourcePlace(before, { location: before.location, path: [] }, sources.old),
    new: sourcePlace(after, { location: after.location, path: [] }, sources.new),
  };
  const [backward, forward] = [unexplained(comparison, "backward"), unexplained(comparison, "forward")];
  const { unfinished } = comparison;
  const together =
    backward === undefined && forward === undefined
      ? []
      : [
          {
            kind: "together" as const,
            title:
              unfinished === undefined
                ? "the schema as a whole: no single difference explains the break"
                : `the schema as a whole: not all differences were listed (${unfinished})`,
            // whatever else differs makes it another break
            detail: [before, after].map((schema) =>
              schemaText({ $ref: schema.location }, schema.definitions),
            ),
            ...roots,
            ...answers(backward, forward),
          },
        ];
  const { steps } = comparison;
  return {
    comparison: { ...answers(comparison.backward, comparison.forward), changes: [...changes, ...together] },
    steps,
  };
}

/** The paths of the value; none for the message itself. */
function payloadOf(change: Change): Pick<ReportedChange, "payload" | "payloads"> {
  const { kind, target, new: now, old, uses = [] } = change;
  const at = now.payload ?? old.payload ?? [];
  const added = kind === "property-added" ? [...at, String(now.path.at(-1))] : at;
  const payload = target?.path ?? added;
  const [base] = uses;
  const isPlaced = base !== undefined && (now.payload ?? old.payload) !== undefined;
  return {
    ...(payload.length === 0 ? {} : { payload }),
    ...(isPlaced ? { payloads: uses.map((path) => [...path, ...payload.slice(base.length)]) } : {}),
  };
}

function answers(
  backward: Judgement | undefined,
  forward: Judgement | undefined,
): { readonly backward?: Answer; readonly forward?: Answer } {
  return {
    ...(backward === undefined ? {} : { backward: answer(backward) }),
    ...(forward === undefined ? {} : { forward: answer(forward) }),
  };
}

function answer(judgement: Judgement): Answer {
  switch (judgement.verdict) {
    case "proved":
      return { verdict: "proved" };
    case "refuted": {
      const reason = judgement.failures.map(
        ({ pointer, message }) => `${pointer || "the message"} ${message}`,
      );
      const { witness, failures } = judgement;
      return { verdict: "refuted", witness, failures, reason: reason.join("; ") };
    }
    case "unknown": {
      const { where, reason } = judgement;
      return { verdict: "unknown", reason: where === "" ? reason : `${where}: ${reason}` };
    }
  }
}

async function loadAlone(path: string, value: Json): Promise<LoadedSchema> {
  const { schema, findings } = await loadSchema(new Map([[path, JSON.stringify(value)]]), path);
  if (schema === undefined) throw new SchemaError(findings);
  return schema;
}
