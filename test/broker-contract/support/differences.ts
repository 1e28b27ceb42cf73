/** The two RabbitMQs that are held against each other. */
export type RabbitVersion = "3.10" | "4.0";

/** What a bench runs: one of the RabbitMQs, or the embedded broker, which follows one of them in each difference. */
export type BenchKind = RabbitVersion | "embedded";

/** A behavior in which the two RabbitMQs differ. */
export interface Difference<Value> {
  /** What differs, as a noun phrase. */
  readonly what: string;
  readonly expected: Readonly<Record<RabbitVersion, Value>>;
  /** What each does, for readers. */
  readonly words: Readonly<Record<RabbitVersion, string>>;
  /** Which of the two the embedded broker follows. */
  readonly embedded: RabbitVersion;
}

const all: Difference<unknown>[] = [];

/** Every difference that the cases state, in the order of the cases; complete once they are imported. */
export const differences: readonly Difference<unknown>[] = all;

/**
 * States what each RabbitMQ does. `words` puts a value into words; without it, the value is printed. The embedded
 * broker follows 4.0 unless the difference says otherwise.
 */
export function differs<Value>(
  what: string,
  expected: Readonly<Record<RabbitVersion, Value>>,
  words: (value: Value) => string = (value) => (typeof value === "string" ? value : JSON.stringify(value)),
  embedded: RabbitVersion = "4.0",
): Difference<Value> {
  const difference = {
    what,
    expected,
    words: { "3.10": words(expected["3.10"]), "4.0": words(expected["4.0"]) },
    embedded,
  };
  if (difference.words["3.10"] === difference.words["4.0"]) throw new Error(`"${what}" does not differ`);
  all.push(difference as Difference<unknown>);
  return difference;
}

/** What a bench of this kind must do. */
export function expectedOf<Value>({ expected, embedded }: Difference<Value>, kind: BenchKind): Value {
  return expected[kind === "embedded" ? embedded : kind];
}
