/** The two RabbitMQs that are held against each other, by the version that a bench is or follows. */
export type Follows = "3.10" | "4.0";

/** A behaviour in which the two RabbitMQs differ. */
export interface Difference<Value> {
  /** What differs, as a noun phrase. */
  readonly what: string;
  readonly expected: Readonly<Record<Follows, Value>>;
  /** What each does, for readers. */
  readonly words: Readonly<Record<Follows, string>>;
}

const all: Difference<unknown>[] = [];

/** Every difference that the cases state, in the order of the cases; complete once they are imported. */
export const differences: readonly Difference<unknown>[] = all;

/** States what each RabbitMQ does. `words` puts a value into words; without it, the value is printed. */
export function differs<Value>(
  what: string,
  expected: Readonly<Record<Follows, Value>>,
  words: (value: Value) => string = (value) => (typeof value === "string" ? value : JSON.stringify(value)),
): Difference<Value> {
  if (JSON.stringify(expected["3.10"]) === JSON.stringify(expected["4.0"])) {
    throw new Error(`"${what}" does not differ`);
  }
  const difference = {
    what,
    expected,
    words: { "3.10": words(expected["3.10"]), "4.0": words(expected["4.0"]) },
  };
  all.push(difference as Difference<unknown>);
  return difference;
}
