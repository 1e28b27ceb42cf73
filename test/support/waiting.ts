import type { Rabbit, RabbitEvents } from "../../runtime/index.js";

/** The next such event, or the first one that `matches`. */
export function nextEvent<Name extends keyof RabbitEvents>(
  rabbit: Rabbit,
  name: Name,
  matches: (event: RabbitEvents[Name]) => boolean = () => true,
): Promise<RabbitEvents[Name]> {
  return new Promise((resolve) => {
    const stop = rabbit.on(name, (event) => {
      if (!matches(event)) return;
      stop();
      resolve(event);
    });
  });
}

/** Asks again and again until there is an answer; the broker's queues have no event to wait for. */
export async function poll<Value>(ask: () => Promise<Value | undefined | false>): Promise<Value> {
  for (;;) {
    const answer = await ask();
    if (answer !== undefined && answer !== false) return answer;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}

/** A list that can be waited for. */
export class Seen<Item> {
  readonly items: Item[] = [];
  #check: () => void = () => {};

  add(item: Item): void {
    this.items.push(item);
    this.#check();
  }

  async count(count: number): Promise<readonly Item[]> {
    while (this.items.length < count) {
      await new Promise<void>((resolve) => {
        this.#check = resolve;
      });
    }
    return this.items;
  }
}
