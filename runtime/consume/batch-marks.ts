import { BatchEndedError } from "../errors/rabbit-error.js";

/** The messages of one batch that its handler marked as failed, by their places in it. */
export class BatchMarks {
  readonly #errors = new Map<number, unknown>();
  #isOpen = true;

  /** Whether the handler's call has not ended. */
  get isOpen(): boolean {
    return this.#isOpen;
  }

  /** The first error of a message counts. Throws `BatchEndedError` when the call has ended. */
  mark(place: number, error: unknown): void {
    if (!this.#isOpen)
      throw new BatchEndedError(
        "fail() was called too late: the handler of its batch had already returned, thrown or run out of time",
      );
    if (!this.#errors.has(place)) this.#errors.set(place, error);
  }

  has(place: number): boolean {
    return this.#errors.has(place);
  }

  /** Takes no further marks, and gives those that there are. */
  end(): ReadonlyMap<number, unknown> {
    this.#isOpen = false;
    return this.#errors;
  }
}
