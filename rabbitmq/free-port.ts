import { once } from "node:events";
import { createServer } from "node:net";

const [FIRST, COUNT] = [20_000, 12_000];
/** Where this process looks next. It looks at no port twice, since a broker takes one seconds after it was found to be free. */
let next = Math.floor(Math.random() * COUNT);

/**
 * A port that nothing uses on 127.0.0.1, between 20,000 and 32,000: below what systems hand out to outgoing
 * connections, because a client that keeps trying such a port while the broker is down can reach itself.
 */
export async function freePort(): Promise<number> {
  for (let tries = 0; tries < 200; tries++) {
    const port = FIRST + (next++ % COUNT);
    if (await isFree(port)) return port;
  }
  throw new Error("no free port on 127.0.0.1 between 20000 and 32000");
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer();
  try {
    server.listen(port, "127.0.0.1");
    await once(server, "listening");
  } catch {
    return false;
  }
  server.close();
  await once(server, "close");
  return true;
}
