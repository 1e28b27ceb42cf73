import { createHash } from "node:crypto";

/** A constant in print; without a declaration where it has one already, or needs none. */
export interface PrintedConstant {
  readonly name: string;
  readonly declaration: string | undefined;
}

/** Names the constants of a module by what they are, so that a further one renames none. */
export class ConstantNames {
  readonly #codes = new Map<string, string>();

  /** `code` is the constant's value, `prefix` what ajv calls its kind, `owner` the function that uses it. */
  declare(prefix: string, code: string, owner: string): PrintedConstant {
    if (/^[A-Za-z]\w*$/.test(code)) return { name: code, declaration: undefined };
    const base = baseOf(prefix, code, owner);
    let name = base;
    for (let number = 2; (this.#codes.get(name) ?? code) !== code; number += 1) name = `${base}_${number}`;
    if (this.#codes.has(name)) return { name, declaration: undefined };
    this.#codes.set(name, code);
    return { name, declaration: `const ${name} = ${code};` };
  }
}

function baseOf(prefix: string, code: string, owner: string): string {
  if (code === "Object.prototype.hasOwnProperty") return "hasOwn";
  if (prefix === "schema") return `schema_${owner}`;
  const format = /^formats\["([\w-]+)"\]$/.exec(code)?.[1];
  if (format !== undefined) return `format_${format.replaceAll("-", "_")}`;
  return `${prefix}_${createHash("sha256").update(code).digest("hex").slice(0, 8)}`;
}
