import type { Ajv } from "ajv";
import type { Bundle } from "../contract/bundle.js";
import { onlyRefers } from "../contract/only-refers.js";
import type { Location, Schema, SchemaObject } from "../contract/schema.js";
import type { AjvSchema } from "./ajv-schema.js";
import type { CompiledValidator } from "./compiled-validator.js";
import { FunctionTarget } from "./function-target.js";
import { SchemaWriter, type ValidatorProgram } from "./schema-writer.js";
import type { Tracked } from "./tracked.js";

/** A function, and what it was first compiled for. */
export interface CompiledFunction {
  readonly validate: CompiledValidator;
  readonly target: FunctionTarget;
  /** The function that needed it; `undefined` for the root of a bundle. */
  readonly caller: FunctionTarget | undefined;
}

/** Settings of a {@link FunctionTable}. */
export interface TableSettings {
  readonly ajv: Ajv;
  /** Whether a subschema gets a function of its own, which equal subschemas then share. */
  readonly isShared: (schema: SchemaObject) => boolean;
}

/**
 * Compiled functions, one per definition; equal schemas have one function. What a function calls is compiled before it
 * and not during it, so that neither long chains nor large webs of references exhaust the stack.
 */
export class FunctionTable {
  readonly #settings: TableSettings;
  readonly #byText = new Map<string, { readonly validate: CompiledValidator; readonly name: string }>();
  readonly #order: CompiledFunction[] = [];
  #names = 0;

  constructor(settings: TableSettings) {
    this.#settings = settings;
  }

  /** In an order in which each comes after those that it calls, recursions aside. */
  get functions(): readonly CompiledFunction[] {
    return this.#order;
  }

  /**
   * Definitions that are `imported` are called and not compiled, unless one is the root; a root that does nothing but refer
   * to one is that one.
   */
  compile(
    { root, definitions }: Bundle,
    imported: (location: Location) => boolean = () => false,
  ): FunctionTarget {
    const targets = new Targets(definitions, () => this.#nextName(), imported);
    const { isShared } = this.#settings;
    const program: ValidatorProgram = { ...targets.program, isShared };
    const writer = new SchemaWriter(program);
    const first = program.definition(root, "nothing");
    if (first.location === root) first.isImported = false;
    if (first.isImported) return first;
    const stack = [this.#enter(first, writer, targets)];
    for (let work = stack.at(-1); work !== undefined; work = stack.at(-1)) {
      const next = work.calls.pop();
      if (next === undefined) {
        stack.pop();
        this.#settle(work, stack.at(-1)?.target);
      } else if (!targets.entered.has(next) && !next.isImported)
        stack.push(this.#enter(next, writer, targets));
    }
    return first;
  }

  #enter(target: FunctionTarget, writer: SchemaWriter, targets: Targets): Work {
    targets.entered.add(target);
    targets.called.clear();
    const written = writer.write(target);
    return { target, written, calls: [...targets.called].reverse() };
  }

  #settle({ target, written }: Work, caller: FunctionTarget | undefined): void {
    const text = JSON.stringify(written);
    const known = target.isRecursive ? undefined : this.#byText.get(text);
    if (known !== undefined) {
      target.settle(known.validate, known.name);
      return;
    }
    const { ajv } = this.#settings;
    const validate = ajv.compile(written as object) as CompiledValidator;
    ajv.removeSchema(written as object); // the function is all that is kept
    const name = this.#nextName();
    target.settle(validate, name);
    this.#order.push({ validate, target, caller });
    if (!target.isRecursive) this.#byText.set(text, { validate, name });
  }

  #nextName(): string {
    this.#names += 1;
    return `function ${this.#names}`;
  }
}

/** A function on its way, with the calls that are not compiled yet. */
interface Work {
  readonly target: FunctionTarget;
  readonly written: AjvSchema;
  readonly calls: FunctionTarget[];
}

/** The functions that one bundle needs. */
class Targets {
  readonly called = new Set<FunctionTarget>();
  readonly entered = new Set<FunctionTarget>();
  readonly program: Omit<ValidatorProgram, "isShared">;
  readonly #targets = new Map<Location | SchemaObject, Map<Tracked, FunctionTarget>>();
  readonly #definitions: ReadonlyMap<Location, Schema>;
  readonly #privateName: () => string;
  readonly #imported: (location: Location) => boolean;

  constructor(
    definitions: ReadonlyMap<Location, Schema>,
    privateName: () => string,
    imported: (location: Location) => boolean,
  ) {
    this.#imported = imported;
    this.#definitions = definitions;
    this.#privateName = privateName;
    const resolve = (location: Location): Schema => definitions.get(location) ?? true;
    this.program = {
      resolve,
      definition: (location, tracked) => {
        const meant = this.#meant(location);
        return this.#target(meant, resolve(meant), tracked);
      },
      part: (schema, tracked) => this.#target(schema, schema, tracked),
    };
  }

  #target(key: Location | SchemaObject, schema: Schema, tracked: Tracked): FunctionTarget {
    const ofKey = this.#targets.get(key) ?? new Map<Tracked, FunctionTarget>();
    this.#targets.set(key, ofKey);
    const target = ofKey.get(tracked) ?? this.#newTarget(key, schema, tracked);
    ofKey.set(tracked, target);
    this.called.add(target);
    return target;
  }

  #newTarget(key: Location | SchemaObject, schema: Schema, tracked: Tracked): FunctionTarget {
    if (typeof key !== "string") return new FunctionTarget(schema, tracked, this.#privateName, undefined);
    const isImported = tracked === "nothing" && this.#imported(key);
    const named = isImported ? () => `imported ${key}` : this.#privateName;
    const target = new FunctionTarget(schema, tracked, named, key);
    target.isImported = isImported;
    return target;
  }

  /** Where a chain of definitions that are nothing but references ends. */
  #meant(location: Location): Location {
    const passed = new Set<Location>();
    let last = location;
    for (;;) {
      const schema = this.#definitions.get(last) ?? true;
      if (!onlyRefers(schema) || passed.has(last)) return last;
      passed.add(last);
      last = schema.$ref;
    }
  }
}
