import { generateKeyPairSync } from "node:crypto";
import { inspect } from "node:util";
import { credentials } from "amqplib";
import { describe, expect, test } from "vitest";
import type { ConnectOptions } from "../../runtime/connection/connect-options.js";
import { endpoint } from "../../runtime/connection/endpoint.js";
import { type Contract, connectTo } from "../../runtime/index.js";

const SECRET = "hunter2";
const EXTERNAL = "amqp://127.0.0.1:1?auth_mechanism=external";
const asked = () => ({ username: "u", password: "p" });

/** A refused URL is never dialed: no broker listens there, and the default `startTimeout` is 30 s. */
function refusal(
  options: Partial<ConnectOptions> & { readonly [name: string]: unknown },
  contract: Contract = { services: {} },
): Promise<Error> {
  const whole = { url: "amqp://127.0.0.1:1", service: "svc", ...options };
  return connectTo(contract, whole as ConnectOptions).then(
    () => expect.unreachable("it connected"),
    (error: Error) => error,
  );
}

describe("a URL's password", () => {
  test.each([
    ["#", `amqp://u:12#${SECRET}@h/v`],
    ["#", `amqp://u:${SECRET}#@h/v`],
    ["#", `amqp://u:${SECRET}@h/v#`],
    ["/", `amqp://u:12/${SECRET}@h/v`],
    ["/", `amqp://u:${SECRET}/@h/v`],
    ["?", `amqp://u:12?${SECRET}@h/v`],
    ["?", `amqp://u:12?heartbeat=1&${SECRET}@h/v`],
    ["@", `amqp://u:a@${SECRET}@h/v`],
    ["@", `amqp://u:a@${SECRET}/b@h/v`],
    ["\\", `amqp://u:12\\${SECRET}@h/v`],
    ["%", `amqp://u:%${SECRET}@h/v`],
    ["line break", `amqp://u:${SECRET}\n@h/v`],
    ["space", `amqp://u:${SECRET} 1@h/v`],
    ["port", `amqp://u:${SECRET}`],
  ])(
    "is refused with the reason when it has an unencoded %s, without a part of it: %s",
    async (what, url) => {
      const error = await refusal({ url });
      expect(error).toMatchObject({ name: "ConfigurationError", message: expect.stringContaining(what) });
      expect(inspect(error, { depth: 10, showHidden: true }).replace(/\n +at .*/g, "")).not.toContain(SECRET);
    },
  );

  test("takes every such character encoded", () => {
    const password = "a#/?@\\%: é&=";
    const { target } = endpoint(`amqp://u:${encodeURIComponent(password)}@h/v`, undefined, 10);
    expect(target).toMatchObject({ username: "u", password, hostname: "h", vhost: "v" });
  });
});

describe("a URL's parameters", () => {
  test.each([
    "heartbeat=",
    "heartbeat=30s",
    "heartbeat=-1",
    "heartbeat=1.5",
    "heartbeat=1e1",
    "heartbeat=65536",
    "heartbeat=10&heartbeat=20",
    "frameMax=",
    "frameMax=4095",
    "frameMax=4294967296",
    "frame_max=128k",
    "channelMax=65536",
    "channel_max=1&channel_max=2",
    "heartbeet=10",
    "Heartbeat=10",
    "__proto__=1",
    "locale=de_DE",
    "cacertfile=/ca.pem",
    "connection_timeout=5000",
    "auth_mechanism=",
    "auth_mechanism=kerberos",
    "auth_mechanism=plain&auth_mechanism=external",
  ])("are refused at once: %s", async (query) => {
    const error = await refusal({ url: `amqp://127.0.0.1:1/?${query}` });
    expect(error).toMatchObject({
      name: "ConfigurationError",
      message: expect.stringContaining(query.split("=", 1)[0] as string),
    });
  });

  test.each([
    ["connection_timeout=5000", "startTimeout"],
    ["cacertfile=/ca.pem", "socket.ca"],
    ["server_name_indication=h", "socket.servername"],
  ])("that the SDK takes elsewhere are refused with where: %s", (query, where) =>
    expect(() => endpoint(`amqps://h?${query}`, undefined, 10)).toThrow(`use ${where} of connect()`),
  );

  test("set heartbeat and limits, over the options", () => {
    const url = "amqp://h?heartbeat=0&frame_max=8192&channel_max=7";
    expect(endpoint(url, undefined, 10).target).toMatchObject({
      heartbeat: 0,
      frameMax: 8_192,
      channelMax: 7,
    });
    expect(endpoint("amqp://h?channelMax=0&frameMax=0", undefined, 5).target).toMatchObject({
      heartbeat: 5,
      frameMax: 0,
      channelMax: 0,
    });
  });

  test("choose how to log in", () => {
    const mechanism = (url: string) => endpoint(url, undefined, 10).credentials?.mechanism;
    expect(mechanism("amqps://h?auth_mechanism=external")).toBe("EXTERNAL");
    expect(mechanism("amqps://h?auth_mechanism=EXTERNAL")).toBe("EXTERNAL");
    expect(mechanism("amqp://u:p@h?auth_mechanism=amqplain")).toBe("AMQPLAIN");
    expect(mechanism("amqp://u:p@h?auth_mechanism=plain")).toBeUndefined();
    expect(() => mechanism("amqps://u:p@h?auth_mechanism=external")).toThrow(/client's certificate/);
  });
});

describe("options of connect", () => {
  const contract: Contract<"svc", "/svc-order"> = {
    vhosts: ["/svc-order"],
    services: { svc: { publishes: [], consumes: {} } },
  };

  test.each([
    [{ url: [] }, "url"],
    [{ url: undefined }, "url"],
    [{ url: ["amqp://127.0.0.1:1", ""] }, "url"],
    [{ url: ["amqp://127.0.0.1:1", "http://h"] }, "url"],
    [{ url: 5 }, "not a string"],
    [{ url: "amqp://" }, "the host is missing"],
    [{ url: "amqp:///v" }, "the host is missing"],
    [{ url: "amqp:127.0.0.1" }, "the host is missing"],
    [{ url: "amqp://h:0" }, "port"],
    [{ service: "" }, "service"],
    [{ service: undefined }, "service"],
    [{ heartbeat: Number.NaN }, "heartbeat"],
    [{ heartbeat: -1 }, "heartbeat"],
    [{ heartbeat: "10" }, "heartbeat"],
    [{ heartbeat: 1.5 }, "heartbeat"],
    [{ heartbeat: 65_536 }, "heartbeat"],
    [{ startTimeout: "30s" }, "startTimeout"],
    [{ startTimeout: Number.NaN }, "startTimeout"],
    [{ connections: "two" }, "connections"],
    [{ declare: "asert" }, "declare"],
    [{ vhosts: { "/svc-ordr": "/x" } }, '"/svc-ordr".*"/svc-order"'],
    [{ vhosts: { "/svc-order": "" } }, "/svc-order"],
    [{ vhosts: { "/svc-order": 5 } }, "/svc-order"],
    [{ vhosts: null }, "vhosts must be an object"],
    [{ vhosts: "/svc-order" }, "vhosts must be an object"],
    [{ credentials: { username: "u", password: SECRET } }, "credentials must be a function"],
    [
      { credentials: asked, socket: { credentials: credentials.external() } },
      "connect\\(\\) and socket have credentials",
    ],
    [{ credentials: asked, url: EXTERNAL }, "both url \\(auth_mechanism\\) and connect"],
    [
      { socket: { credentials: credentials.external() }, url: EXTERNAL },
      "both url \\(auth_mechanism\\) and socket",
    ],
    [{ instrumentation: "otel" }, "instrumentation must be an object"],
    [{ instrumentation: null }, "instrumentation must be an object"],
    [{ instrumentation: { publish: {} } }, "instrumentation.publish must be a function"],
    [{ instrumentation: { handle: "yes" } }, "instrumentation.handle must be a function"],
    [{ socket: { key: SECRET, cert: "x" } }, "TLS options"],
    [{ socket: { ca: "/etc/ca.pem" } }, "ca contains no certificate"],
    [{ socket: { ca: ["-----BEGIN CERTIFICATE-----\nhunter2\n-----END CERTIFICATE-----"] } }, "TLS options"],
    [{ socket: { pfx: Buffer.from("x"), passphrase: SECRET } }, "TLS options"],
    [{ socket: { key: "x", passphrase: 5 } }, "TLS options"],
    [{ hearbeat: 10 }, '"hearbeat".*heartbeat'],
    [{ constructor: 10 }, 'unknown option "constructor"'],
    [JSON.parse('{ "__proto__": 10 }'), 'unknown option "__proto__"'],
  ])("are refused before anything is dialled: %o", async (options, message) => {
    const error = await refusal(options as Partial<ConnectOptions>, contract);
    expect(error).toMatchObject({ name: "ConfigurationError", message: expect.stringMatching(message) });
    expect(inspect(error, { depth: 10 }).replace(/\n +at .*/g, "")).not.toContain(SECRET);
  });

  test("refuse a passphrase of a wrong type without repeating it", async () => {
    const error = await refusal({ socket: { key: "x", passphrase: 424_242 } as object });
    expect(error.message).toContain("TLS options");
    expect(inspect(error, { depth: 10 }).replace(/\n +at .*/g, "")).not.toContain("424242");
  });

  test("refuse a wrong passphrase without repeating it", async () => {
    const { privateKey } = generateKeyPairSync("ec", {
      namedCurve: "P-256",
      publicKeyEncoding: { type: "spki", format: "pem" },
      privateKeyEncoding: { type: "pkcs8", format: "pem", cipher: "aes-256-cbc", passphrase: "right" },
    });
    const error = await refusal({ socket: { key: privateKey, passphrase: SECRET } });
    expect(error).toMatchObject({
      name: "ConfigurationError",
      message: expect.stringContaining("TLS options"),
    });
    expect(inspect(error, { depth: 10 }).replace(/\n +at .*/g, "")).not.toContain(SECRET);
  });

  test("name only virtual hosts of the contract, for the compiler too", async () => {
    const typo: ConnectOptions<"svc", "/svc-order"> = {
      url: "amqp://h",
      service: "svc",
      // @ts-expect-error: the contract has no such virtual host
      vhosts: { "/svc-ordr": "/staging" },
    };
    await expect(connectTo(contract, typo)).rejects.toThrow(/no such virtual host/);
  });

  test("may be undefined, as if they were not there", async () => {
    const options = {
      vhosts: undefined,
      heartbeat: undefined,
      connections: undefined,
      declare: undefined,
      instrumentation: undefined,
      socket: undefined,
      startTimeout: 1,
    };
    expect(await refusal(options, contract)).toMatchObject({ name: "ConnectError" });
  });
});
