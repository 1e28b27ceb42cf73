import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

/** What a process holds after a garbage collection. */
export interface Memory {
  readonly heapMiB: number;
  readonly rssMiB: number;
}

/** An embedded broker in another process, as a service's or `rabbitgen broker`'s would be. */
export interface EmbeddedChild extends AsyncDisposable {
  readonly url: string;
  memory(): Promise<Memory>;
}

export async function startEmbeddedChild(): Promise<EmbeddedChild> {
  const program = fileURLToPath(new URL("embedded-process.js", import.meta.url));
  const child = fork(program, { execArgv: ["--expose-gc"] });
  const [{ url }] = (await once(child, "message")) as [{ url: string }];
  return {
    url,
    async memory() {
      child.send("memory");
      const [memory] = (await once(child, "message")) as [Memory];
      return memory;
    },
    async [Symbol.asyncDispose]() {
      const ended = once(child, "exit");
      child.disconnect();
      await ended;
    },
  };
}
