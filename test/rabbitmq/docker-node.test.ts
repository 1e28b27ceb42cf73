import { afterEach, expect, test, vi } from "vitest";
import { dockerNode } from "../../rabbitmq/docker-node.js";
import { fakePrograms } from "./fake-programs.js";

const answers = 'case $1 in info) echo 27.0 ;; exec) echo "vhost /" ;; esac';
const handshake = async () => "4.1.0";

afterEach(() => vi.unstubAllEnvs());

function fakeDocker(body: string) {
  const fakes = fakePrograms({ docker: body });
  vi.stubEnv("PATH", fakes.path);
  return fakes;
}

test("runs the official image on a free loopback port under its own name, and removes it in the end", async () => {
  const fakes = fakeDocker(answers);
  const broker = await dockerNode(() => {}, handshake);
  expect(broker).toMatchObject({ origin: "docker", version: "4.1.0" });
  const port = new URL(broker?.url ?? "").port;
  expect(await broker?.ctl("list_vhosts")).toBe("vhost /\n");
  await broker?.restart();
  await broker?.kill();
  await broker?.start();
  await broker?.dispose();
  const name = /--name (\S+)/.exec(fakes.calls().join("\n"))?.[1];
  expect(name).toMatch(/^rabbitgen-broker-/);
  expect(fakes.calls()).toEqual([
    "docker info --format {{.ServerVersion}}",
    `docker run -d --name ${name} --hostname rabbitgen -p 127.0.0.1:${port}:5672 rabbitmq:4`,
    `docker exec ${name} rabbitmqctl -q list_vhosts`,
    `docker stop --time 60 ${name}`,
    `docker start ${name}`,
    `docker kill --signal KILL ${name}`,
    `docker start ${name}`,
    `docker rm -f -v ${name}`,
  ]);
});

test("is not used when no engine answers", async () => {
  const fakes = fakeDocker("echo 'Cannot connect to the Docker daemon' >&2; exit 1");
  expect(await dockerNode(() => {}, handshake)).toBeUndefined();
  expect(fakes.calls()).toHaveLength(1);
});

test("says what docker said when the container cannot be made, and removes what there is of it", async () => {
  const fakes = fakeDocker(
    'case $1 in info) echo 27 ;; run) echo "pull access denied" >&2; exit 125 ;; esac',
  );
  await expect(dockerNode(() => {}, handshake)).rejects.toThrow("pull access denied");
  expect(fakes.calls().at(-1)).toMatch(/^docker rm -f -v rabbitgen-broker-/);
});
