import { startProxy } from "../../test/support/fault-proxy.js";

/** How often a bad network strikes. */
export interface Weather {
  /** Milliseconds between two strikes, at random. */
  readonly everyMs: readonly [least: number, most: number];
  /** The chance of each connection to be reset by a strike. */
  readonly hit: number;
}

/** Every connection is reset every few hundred milliseconds. */
export const badWeather: Weather = { everyMs: [100, 500], hit: 0.5 };

/** A way to the broker on which connections are reset again and again. */
export interface BadNetwork extends AsyncDisposable {
  readonly url: string;
  /** Connections that were reset. */
  readonly resets: number;
  /** From now on nothing is reset any more. */
  calm(): void;
}

/** Opens one; without `weather` it is a good one. `random` decides when it strikes, and whom. */
export async function openBadNetwork(
  target: string,
  weather: Weather | undefined,
  random: () => number,
): Promise<BadNetwork> {
  const proxy = await startProxy(target);
  let resets = 0;
  let timer: NodeJS.Timeout | undefined;
  function strikeLater({ everyMs: [least, most], hit }: Weather): void {
    timer = setTimeout(
      () => {
        proxy.cut(() => {
          const struck = random() < hit;
          if (struck) resets += 1;
          return struck;
        });
        strikeLater({ everyMs: [least, most], hit });
      },
      least + random() * (most - least),
    );
  }
  if (weather) strikeLater(weather);
  const calm = (): void => clearTimeout(timer);
  return {
    url: proxy.url,
    get resets() {
      return resets;
    },
    calm,
    [Symbol.asyncDispose]: async () => {
      calm();
      await proxy.close();
    },
  };
}
