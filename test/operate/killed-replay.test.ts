import { spawn } from "node:child_process";
import { randomInt } from "node:crypto";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { repository } from "../support/repository.js";
import { useBench } from "../support/use-bench.js";
import { openShop, type Shop } from "./open-shop.js";

const bench = useBench();
/** What `npm test` builds first. */
const program = join(repository, "dist/src/bin.js");
const kills = Number(process.env["RABBITGEN_KILLS"] ?? 10);
const seed = Number(process.env["RABBITGEN_SEED"] ?? randomInt(2 ** 31));
const MESSAGES = 30;
/** For so long a message that is nowhere is looked for: the broker gives back late what a killed process held. */
const PATIENCE_MS = 10_000;

/** Numbers from 0 to 1 that a seed decides (mulberry32). */
function numbers(start: number): () => number {
  let state = start;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

test.skipIf(!existsSync(program))(
  `loses no message when a replay is killed (kill -9) at ${kills} moments, seed ${seed}`,
  { tags: "build", timeout: 60_000 + kills * 30_000 },
  async () => {
    const random = numbers(seed);
    const ids = Array.from({ length: MESSAGES }, (_, index) => `m-${index}`);
    const account = { kills: 0, untouched: 0, partly: 0, moved: 0, twice: 0, lost: 0 };
    // more rounds only if each kill came before the first message or after the last
    for (let round = 0; round < kills || (account.partly === 0 && round < 5 * kills); round += 1) {
      const shop = await openShop(bench); // what the broker gives back late is not met in the next round
      await shop.bury(...ids.map((id) => ({ id })));
      const child = spawn(process.execPath, [program, "dead", "replay"], {
        cwd: shop.folder,
        env: { ...process.env, RABBITGEN_URL: bench.broker.url },
        stdio: "ignore",
      });
      const ended = once(child, "exit");
      const target = Math.floor(random() * MESSAGES);
      while ((await bench.count(shop.queue)) !== undefined && child.exitCode === null)
        if (((await bench.count(shop.queue)) ?? 0) >= target) break;
      await sleep(random() * 40); // the broker counts a message before it confirms it
      child.kill("SIGKILL");
      await ended;
      const { left, moved } = await found(shop, ids);
      const twice = moved.filter((id) => left.includes(id)).length;
      const lost = ids.filter((id) => !left.includes(id) && !moved.includes(id)).length;
      account.kills += 1;
      account.moved += moved.length;
      account.twice += twice;
      account.lost += lost;
      if (moved.length === 0) account.untouched += 1;
      else if (left.length > 0) account.partly += 1;
      expect(lost, `round ${round}: in the dead-letter queue ${left}, back ${moved}`).toBe(0);
      expect(new Set(moved).size, "moved once each").toBe(moved.length);
    }
    console.log(
      `kill -9 of a replay, RabbitMQ ${bench.broker.version}, seed ${seed}: ${JSON.stringify(account)}`,
    );
    expect(account.partly).toBeGreaterThan(0);
  },
);

/** The ids of the messages in both queues, until all have been found. */
async function found(shop: Shop, ids: readonly string[]) {
  const [left, moved]: [string[], string[]] = [[], []];
  const idsIn = async (queue: string) =>
    (await shop.takeAll(queue)).map(({ properties }) => String(properties.messageId));
  for (const until = performance.now() + PATIENCE_MS; ; await sleep(50)) {
    left.push(...(await idsIn(shop.dead)));
    moved.push(...(await idsIn(shop.queue)));
    const all = new Set([...left, ...moved]);
    if (ids.every((id) => all.has(id)) || performance.now() > until) return { left, moved };
  }
}
