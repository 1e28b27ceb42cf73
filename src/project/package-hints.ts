import type { Project } from "../files/read-project.js";
import { isOlder, type Release } from "./is-older.js";
import type { SdkNeeds } from "./read-sdk-needs.js";

/** The oldest releases that the SDK compiles with; with amqplib 0.10, messages with unusual headers stop a consumer. */
const oldest = {
  amqplib: [1, 2],
  typescript: [5, 0],
  "@types/node": [20, 0],
} as const satisfies Readonly<Record<string, Release>>;

/** Packages that a project lacks for the SDK, or has in a release that is too old, one line each. */
export function packageHints(project: Project, sdk: SdkNeeds): string[] {
  return [
    ...(sdk.runtimeVersion === undefined ? amqplibHints(project) : runtimeHints(project, sdk.runtimeVersion)),
    ...(sdk.opentelemetry && isMissing(project, "@opentelemetry/api")
      ? ["package.json: @opentelemetry/api is missing; run `npm install @opentelemetry/api`."]
      : []),
    ...(isMissing(project, "@types/node")
      ? ["package.json: @types/node is missing; run `npm install --save-dev @types/node`."]
      : olderHints(project, "@types/node", "--save-dev ")),
    ...olderHints(project, "typescript", "--save-dev "),
  ];
}

function isMissing({ rangeOf, installed }: Project, name: string): boolean {
  return rangeOf(name) === undefined && installed(name) === undefined;
}

function amqplibHints(project: Project): string[] {
  return project.rangeOf("amqplib") === undefined
    ? ["package.json: amqplib is missing; run `npm install amqplib`."]
    : olderHints(project, "amqplib");
}

/** The package brings amqplib along. */
function runtimeHints({ installed }: Project, version: string): string[] {
  if (installed("@rabbitgen/runtime") === version) return [];
  return [
    `package.json: the SDK needs @rabbitgen/runtime ${version}; run \`npm install --save-exact @rabbitgen/runtime@${version}\`.`,
  ];
}

/** A package that is only installed may belong to another one, so that its release says nothing of the project. */
function olderHints({ rangeOf, installed }: Project, name: keyof typeof oldest, flags = ""): string[] {
  const range = rangeOf(name);
  if (range === undefined || !isOlder(installed(name) ?? range, oldest[name])) return [];
  return [
    `package.json: the SDK needs ${name} ${oldest[name].join(".")} or newer; run \`npm install ${flags}${name}@latest\`.`,
  ];
}
