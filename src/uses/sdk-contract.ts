import { posix } from "node:path";
import { ts } from "ts-morph";
import { nameOf } from "./read-constants.js";
import type { SdkFolders } from "./sdk-folders.js";

/** A version of an event, as one generated SDK declares it. */
export interface SdkVersion {
  readonly event: string;
  readonly version: string;
  readonly descriptor: ts.VariableDeclaration;
  readonly payload: ts.TypeNode;
  /** The payload's type, and those of definitions that belong to this version alone. */
  readonly types: readonly ts.TypeAliasDeclaration[];
}

/** An event, as one generated SDK declares it. */
export interface SdkEvent {
  readonly event: string;
  readonly descriptor: ts.VariableDeclaration;
  /** The members of the type that `handlers` is made of, by version. */
  readonly members: ReadonlyMap<string, ts.PropertySignature>;
}

/** What all generated SDKs of a program declare. */
export interface SdkContract {
  readonly versions: readonly SdkVersion[];
  readonly events: readonly SdkEvent[];
}

/** The SDK's module of constants, in source or as declarations. */
const module = /\/events\.(?:d\.)?ts$/;

/** Reads the descriptors of events and versions in the generated SDKs that belong to a program. */
export function sdkContract(program: ts.Program, folders: SdkFolders): SdkContract {
  const versions: SdkVersion[] = [];
  const events: SdkEvent[] = [];
  for (const source of program.getSourceFiles()) {
    if (!module.test(source.fileName) || folders.of(source.fileName) === undefined) continue;
    const types = typesBeside(program, source);
    for (const descriptor of source.statements.filter(ts.isVariableStatement).flatMap(declarationsOf)) {
      const type = descriptor.type;
      if (!type || !ts.isTypeReferenceNode(type)) continue;
      const [name, second, payload] = type.typeArguments ?? [];
      const event = textOf(name);
      if (event === undefined || !second) continue;
      const version = textOf(second);
      if (payload && version !== undefined)
        versions.push({ event, version, descriptor, payload, types: types(payload) });
      else if (ts.isTypeLiteralNode(second)) events.push({ event, descriptor, members: membersOf(second) });
    }
  }
  return { versions, events };
}

function declarationsOf(statement: ts.VariableStatement): readonly ts.VariableDeclaration[] {
  return statement.declarationList.declarations;
}

function textOf(node: ts.TypeNode | undefined): string | undefined {
  return node && ts.isLiteralTypeNode(node) && ts.isStringLiteral(node.literal)
    ? node.literal.text
    : undefined;
}

function membersOf(type: ts.TypeLiteralNode): Map<string, ts.PropertySignature> {
  const members = type.members.filter(ts.isPropertySignature);
  return new Map(members.map((member) => [nameOf(member.name) ?? member.name.getText(), member]));
}

/** Gives the types of the module that a payload's type is imported from. */
function typesBeside(
  program: ts.Program,
  { fileName, statements }: ts.SourceFile,
): (payload: ts.TypeNode) => readonly ts.TypeAliasDeclaration[] {
  const extension = fileName.endsWith(".d.ts") ? ".d.ts" : ".ts";
  const modules = new Map<string, string>();
  for (const { importClause, moduleSpecifier } of statements.filter(ts.isImportDeclaration)) {
    const { namedBindings } = importClause ?? {};
    if (!namedBindings || !ts.isNamedImports(namedBindings) || !ts.isStringLiteral(moduleSpecifier)) continue;
    const path = posix.join(posix.dirname(fileName), moduleSpecifier.text.replace(/\.[jt]s$/, ""));
    for (const { name } of namedBindings.elements) modules.set(name.text, path + extension);
  }
  return (payload) => {
    const types = program.getSourceFile(modules.get(payload.getText()) ?? "");
    return types?.statements.filter(ts.isTypeAliasDeclaration) ?? [];
  };
}
