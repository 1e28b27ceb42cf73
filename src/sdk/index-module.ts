import { compareText } from "../code/compare-text.js";
import type { Location } from "../contract/schema.js";

import { importPath } from "../types/type-module.js";
import type { TypeName } from "../types/type-names.js";
import { header } from "./header.js";

/** The module that users import: `connect`, every event, every type, and the runtime's own names. */
export function indexModule(types: ReadonlyMap<Location, TypeName>): string {
  return `${header("the schemas folder")}import { contract, type ServiceName, type ServiceScopes, type VhostName } from "./contract.js";
import { type ConnectOptions, connectTo, type Rabbit } from "./runtime/index.js";

${typeExports(types)}export type { ServiceName, ServiceScopes, VhostName };
export * from "./events.js";
export * from "./runtime/index.js";

/**
 * Connects a service to RabbitMQ. Resolves when the first connection is open; lost connections are restored in
 * the background. Rejects immediately for wrong credentials or a missing virtual host, and after \`startTimeout\` if no broker
 * answers. The compiler lets the service publish what \`contract.json\` says that it publishes, and asks it for handlers
 * of the versions that it consumes.
 */
export function connect<Service extends ServiceName>(
  options: ConnectOptions<Service, VhostName>,
): Promise<Rabbit<ServiceScopes[Service]>> {
  return connectTo<Service, VhostName, ServiceScopes[Service]>(contract, options);
}
`;
}

function typeExports(types: ReadonlyMap<Location, TypeName>): string {
  const modules = new Map<string, string[]>();
  for (const { name, module } of types.values()) modules.set(module, [...(modules.get(module) ?? []), name]);
  return [...modules]
    .sort(([a], [b]) => compareText(a, b))
    .map(
      ([module, list]) =>
        `export type { ${list.sort(compareText).join(", ")} } from ${importPath("index.ts", module)};\n`,
    )
    .join("");
}
