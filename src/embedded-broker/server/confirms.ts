/** How confirms leave: `multiple` stands for all numbers up to `tag` that are open. */
export type SendConfirm = (kind: "ack" | "nack", tag: number, multiple: boolean) => void;

/**
 * The publisher confirms of a channel. What was decided since the last `flush` leaves together, in as few methods as
 * possible and in RabbitMQ's order: acks first, then nacks.
 */
export class Confirms {
  /** The number of the latest publish; they start from 1. */
  #last = 0;
  /** The number of the latest publish that has been confirmed. */
  #sent = 0;
  #refused: number[] = [];

  get pending(): boolean {
    return this.#last > this.#sent;
  }

  /** Numbers the next publish and decides its confirm. */
  add(refused: boolean): void {
    this.#last++;
    if (refused) this.#refused.push(this.#last);
  }

  flush(send: SendConfirm): void {
    const [from, to] = [this.#sent + 1, this.#last];
    if (from > to) return;
    const refused = this.#refused;
    this.#sent = to;
    this.#refused = [];
    const cutoff = refused[0] ?? to + 1;
    if (cutoff > from) send("ack", cutoff - 1, cutoff - from > 1);
    let next = 0;
    for (let tag = cutoff; tag <= to; tag++) {
      if (refused[next] === tag) next++;
      else send("ack", tag, false);
    }
    for (const tag of refused) send("nack", tag, false);
  }
}
