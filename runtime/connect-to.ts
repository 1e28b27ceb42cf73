import { type ConnectOptions, checkConnectOptions } from "./connection/connect-options.js";
import { ConnectionPool } from "./connection/connection-pool.js";
import { urlVhost } from "./connection/endpoint.js";
import {
  type Contract,
  RUNTIME_VERSION,
  type ServiceScope,
  type ServiceSettings,
} from "./contract/contract.js";
import { ConfigurationError, VhostError } from "./errors/rabbit-error.js";
import { logEvent } from "./observe/event-log.js";
import { EventHub } from "./observe/rabbit-events.js";
import { Rabbit } from "./rabbit.js";

/**
 * Connects one service. Opens one connection immediately, so that a wrong password or virtual host fails here. Its
 * virtual host is the service's in `contract.json`, or else the URL's; connections to other virtual hosts open when a
 * publisher or consumer first needs them. If neither names a virtual host, `/` is only tried: a user without access to
 * `/` has still proved the password.
 *
 * Rejects with `ConfigurationError`, `AuthenticationError` or `VhostError`, or with `ConnectError` after
 * `startTimeout`.
 */
export async function connectTo<
  Service extends string,
  Vhost extends string = string,
  Scope extends ServiceScope = ServiceScope,
>(contract: Contract<Service, Vhost>, options: ConnectOptions<Service, Vhost>): Promise<Rabbit<Scope>> {
  checkRuntime(contract);
  checkConnectOptions(options, contract);
  const settings = settingsOf(contract, options.service);
  const hub = new EventHub();
  const { log } = options;
  if (log !== undefined) hub.onAny((event) => logEvent(log, event));
  const pool = new ConnectionPool(options, hub);
  const [url] = typeof options.url === "string" ? [options.url] : options.url;
  const isNamed = settings?.vhost !== undefined || (url !== undefined && urlVhost(url) !== undefined);
  try {
    const role = settings !== undefined && settings.publishes.length === 0 ? "consuming" : "publishing";
    await pool.get(role, settings?.vhost);
  } catch (error) {
    if (!(error instanceof VhostError) || isNamed) throw error;
  }
  return new Rabbit(options, settings, pool, hub);
}

/** The SDK and the package that it imports must have the same version: they share internal formats. */
function checkRuntime({ runtimeVersion = RUNTIME_VERSION }: Contract): void {
  if (runtimeVersion === RUNTIME_VERSION) return;
  throw new ConfigurationError(
    `this SDK was generated for @rabbitgen/runtime ${runtimeVersion}, but ${RUNTIME_VERSION} is installed: run npm install @rabbitgen/runtime@${runtimeVersion}, or regenerate the SDK with rabbitgen ${RUNTIME_VERSION}`,
  );
}

function settingsOf<Service extends string>(
  { services }: Contract<Service>,
  service: Service,
): ServiceSettings | undefined {
  if (Object.hasOwn(services, service)) return services[service];
  const known = Object.keys(services);
  if (known.length === 0) return undefined;
  throw new ConfigurationError(
    `contract.json has no service "${service}"; known services: ${known.join(", ")}`,
  );
}
