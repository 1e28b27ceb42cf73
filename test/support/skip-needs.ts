/** What a test that is skipped for want of a browser says. */
export const noBrowser = "not here: Chromium";

/** Why a test did not run, as the test says. */
export interface SkipReason {
  readonly note: string | undefined;
  readonly tags: readonly string[];
}

/** What skipped tests need. */
export interface Need {
  /** What it is and, in parentheses, how to get it. */
  readonly text: string;
  /** Whether it can be had where the tests run, so that a skip fails a strict run. */
  readonly isObtainable: boolean;
}

const byTag: Readonly<Record<string, Need>> = {
  build: { text: "a build (npm run build)", isObtainable: true },
  "json-schema-test-suite": { text: "the JSON-Schema-Test-Suite (npm run suite)", isObtainable: false },
  "real-world-data": { text: "schemas of the Eiffel protocol (in .cache/eiffel)", isObtainable: false },
  root: { text: "root (run the tests as root)", isObtainable: false },
};

const byNote: readonly (readonly [note: RegExp, need: Need])[] = [
  [
    /^not here: RabbitMQ 4\.0/,
    { text: "RabbitMQ 4 (with Docker: npm run test:rabbitmq)", isObtainable: false },
  ],
  [
    /^not here: the installed RabbitMQ/,
    { text: "an installed RabbitMQ (npm run rabbitmq:install)", isObtainable: true },
  ],
  [
    /^not here: Go with amqp091-go/,
    { text: "Go with amqp091-go (go on PATH, the package in GOPATH)", isObtainable: false },
  ],
  [
    /^not here: Chromium/,
    { text: "Chromium (on PATH; as root on Debian: RABBITGEN_INSTALL=1)", isObtainable: false },
  ],
  [
    /^needs (?:rabbitmqctl|node)/,
    { text: "a private RabbitMQ (npm run test:rabbitmq, without AMQP_URL)", isObtainable: true },
  ],
];

/** What a skipped test needs; `undefined` if it does not say it by its note or tags. */
export function needOf({ note = "", tags }: SkipReason): Need | undefined {
  const tagged = tags.flatMap((tag) => byTag[tag] ?? []);
  return tagged[0] ?? byNote.find(([pattern]) => pattern.test(note))?.[1];
}
