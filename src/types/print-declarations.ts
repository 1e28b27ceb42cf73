import type { DeclarationSchema } from "./declaration-schema.js";

const options = {
  bannerComment: "",
  // Prints the same as prettier's own choice for TypeScript, in two thirds of the time.
  style: { printWidth: 100, parser: "babel-ts" },
};

/** Prints declarations by json-schema-to-typescript, formatted by prettier. Loads both when first called. */
export async function printDeclarations(declarations: readonly DeclarationSchema[]): Promise<string> {
  const { compile } = await import("json-schema-to-typescript");
  // A root without a name is not declared itself, only the named schemas within.
  return withoutVerbosity(() => compile({ anyOf: declarations } as object, "", options));
}

/** The library logs every step to standard output where this variable is set. */
async function withoutVerbosity(print: () => Promise<string>): Promise<string> {
  const { VERBOSE } = process.env;
  if (VERBOSE === undefined) return print();
  delete process.env["VERBOSE"];
  try {
    return await print();
  } finally {
    process.env["VERBOSE"] = VERBOSE;
  }
}
