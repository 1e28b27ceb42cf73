import { existsSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { runCli } from "../support/run-cli.js";
import { tempFolder, writeFiles } from "../support/temp-folder.js";

const schema = { type: "object", properties: { id: { type: "string" } }, required: ["id"] };
const services = {
  "svc-order": { vhost: "/svc-order", publishes: ["order_paid"] },
  "svc-billing": { consumes: { order_paid: { queue: { name: "svc-billing.order_paid" } } } },
};
const files = { "schemas/contract.json": { services }, "schemas/order_paid/v1.json": schema };
/** 36 bytes in base64: four of salt, 32 of SHA-256. */
const hash = Buffer.alloc(36, 7).toString("base64");
const hashes = { "svc-order": hash, "svc-billing": hash };

const shop = (more: Readonly<Record<string, unknown>> = {}): string => tempFolder({ ...files, ...more });

test("prints tables that say where an event lives", async () => {
  const { code, out, err } = await runCli(shop(), ["topology"]);
  expect({ code, err }).toEqual({ code: 0, err: "" });
  expect(out).toContain("An event lives in its publisher's virtual host.");
  expect(out).toMatch(
    /virtual host \/svc-order\n\nEVENT +PUBLISHED BY +CONSUMED BY\norder_paid +svc-order +svc-billing\n/,
  );
  expect(out).toMatch(/svc-billing\.order_paid\.dead +dead letters/);
  expect(out).toMatch(/svc-billing +\/svc-order +configure +\^/);
});

test.each(["definitions", "rabbitmqctl", "terraform", "text"])(
  "--check says whether a file is current, and what differs, in %s",
  async (format) => {
    const folder = shop();
    const argv = ["topology", "--format", format];
    expect(await runCli(folder, [...argv, "--out", "made"])).toMatchObject({
      code: 0,
      out: "made written\n",
    });
    expect(readFileSync(join(folder, "made"), "utf8")).toBe((await runCli(folder, argv)).out);
    expect(await runCli(folder, [...argv, "--check", "made"])).toEqual({
      code: 0,
      out: "made is up to date with the contract.\n",
      err: "",
    });
    const text = readFileSync(join(folder, "made"), "utf8");
    writeFiles(folder, { made: text.replaceAll("svc-billing.order_paid.dead", "svc-billing.other.dead") });
    const { code, out } = await runCli(folder, [...argv, "--check", "made"]);
    expect(code).toBe(1);
    expect(out).toContain("made is out of date:\n");
    expect(out).toMatch(/^- .*svc-billing\.other\.dead/m);
    expect(out).toMatch(/^\+ .*svc-billing\.order_paid\.dead/m);
    writeFiles(folder, { made: `${text}\n` });
    expect((await runCli(folder, [...argv, "--check", "made"])).code).toBe(1);
  },
);

test("--check of a missing file, an unknown service and contradictions are mistakes with advice", async () => {
  const folder = shop();
  const failing = async (...argv: readonly string[]) => {
    const { code, out, err } = await runCli(folder, ["topology", ...argv]);
    expect({ code, out }).toEqual({ code: 2, out: "" });
    return err;
  };
  expect(await failing("--check", "none.json")).toContain("--check: cannot read none.json: ENOENT");
  expect(await failing("--service", "svc-x")).toMatch(
    /Service svc-x not found in contract\.json\. Available services: .*svc-billing/,
  );
  expect(await failing("--check", "a", "--out", "b")).toContain("cannot be combined");
  expect(await failing("--out", "no/such/folder")).toContain("--out: cannot write no/such/folder");
  expect(await failing("--delays", "soon")).toContain("--delays");
  expect(await failing("--vhost", "/x=/y")).toContain("contract.json names /svc-order");
  expect(await failing("--password-hashes", "h.json")).toContain("hashes are never printed");
});

test("maps virtual hosts, narrows to a service, and rounds delays up as the SDK does", async () => {
  const argv = ["topology", "--service", "svc-order", "--format", "definitions", "--declare", "none"];
  const more = ["--vhost", "/svc-order=/staging", "--delays", "90s,2m"];
  const { out } = await runCli(shop(), [...argv, ...more]);
  const read = JSON.parse(out);
  expect(read.vhosts).toEqual([{ name: "/staging" }]);
  expect(read.users).toEqual([{ name: "svc-order", tags: [] }]);
  expect(read.queues.map(({ name }: { name: string }) => name)).toEqual(["events/order_paid.delay.120000"]);
});

test("notes go beside what is printed", async () => {
  const consumes = { order_paid: {} };
  const folder = shop({ "schemas/contract.json": { services: { ...services, "svc-cache": { consumes } } } });
  const { code, out, err } = await runCli(folder, ["topology", "--format", "definitions"]);
  expect(code).toBe(0);
  expect(err).toMatch(/^note: svc-cache reads order_paid from a queue that contract\.json does not name/);
  expect(() => JSON.parse(out)).not.toThrow();
});

describe("password hashes", () => {
  const argv = ["topology", "--format", "definitions"];

  test.each(["a file", "the environment"])("come from %s into a file of its owner alone", async (where) => {
    const folder = shop({ "hashes.json": hashes });
    const isFile = where === "a file";
    const env = isFile ? {} : { RABBITGEN_PASSWORD_HASHES: JSON.stringify(hashes) };
    const from = isFile ? ["--password-hashes", "hashes.json"] : [];
    writeFiles(folder, { "made.json": "{}" }); // one that others may read
    const ran = await runCli(folder, [...argv, ...from, "--out", "made.json"], { env });
    expect(ran).toEqual({ code: 0, out: "made.json written\n", err: "" });
    const made = readFileSync(join(folder, "made.json"), "utf8");
    expect(JSON.parse(made).users).toContainEqual({
      name: "svc-order",
      password_hash: hash,
      hashing_algorithm: "rabbit_password_hashing_sha256",
      tags: [],
    });
    if (process.platform !== "win32") expect(statSync(join(folder, "made.json")).mode & 0o777).toBe(0o600);
    // a file with hashes is as current as one without, and no difference shows them
    expect(await runCli(folder, [...argv, "--check", "made.json"], { env })).toMatchObject({ code: 0 });
    const other = await runCli(folder, [...argv, "--declare", "none", "--check", "made.json"], { env });
    writeFiles(folder, { "made.json": JSON.stringify(JSON.parse(made), undefined, 2) });
    const formatted = await runCli(folder, [...argv, "--check", "made.json"], { env });
    for (const { code, out, err } of [other, formatted]) {
      expect(code).toBe(1);
      expect(`${out}${err}`).not.toContain(hash);
    }
  });

  test("of the environment are not printed", async () => {
    const env = { RABBITGEN_PASSWORD_HASHES: JSON.stringify(hashes) };
    for (const format of ["definitions", "rabbitmqctl", "terraform", "text"]) {
      const { out, err } = await runCli(shop(), ["topology", "--format", format], { env });
      expect(`${out}${err}`).not.toContain(hash);
    }
  });

  test.each([
    ["no JSON", `{"svc-order": ${hash}`, /must be a JSON object/],
    ["a list", [hash], /must be a JSON object/],
    ["without one of the users", { "svc-order": hash }, /svc-billing has no password hash/],
    ["of another length", { ...hashes, "svc-billing": "c2VjcmV0LXNlY3JldA==" }, /hash of svc-billing is not/],
    ["not in base64", { ...hashes, "svc-billing": `${hash}!` }, /hash of svc-billing is not/],
    ["a number", { ...hashes, "svc-billing": 7 }, /hash of svc-billing is not/],
  ])("that are %s are refused without being repeated", async (_, content, message) => {
    const folder = shop({ "hashes.json": content });
    const from = ["--password-hashes", "hashes.json", "--out", "made.json"];
    const { code, out, err } = await runCli(folder, [...argv, ...from]);
    expect({ code, out }).toEqual({ code: 2, out: "" });
    expect(err).toMatch(message);
    expect(err).not.toContain(hash.slice(0, 12));
    expect(err).not.toContain("c2VjcmV0");
    expect(existsSync(join(folder, "made.json"))).toBe(false);
  });
});
