/** Texts that mean something to a browser, a shell, YAML, a terminal or a CI system. */
export const hostileTexts: readonly string[] = [
  "<script>alert(1)</script>",
  "</style><img src=x onerror=alert(1)>",
  "[click](javascript:alert(1))",
  "a: b\n- c\n---\n!!js/function 'x'",
  "*alias &anchor %TAG {{ template }} ${HOME} `id` $(id)",
  "\n::error file=a::stop\n##[error]stop\n##vso[task.complete]",
  "line\u2028separator \u202Eright to left\u0007 bell \u0085 next \u001B[31mred",
  "trailing space \nand tab\t\nand\r\nreturn",
  "'single' \"double\" \\back\\slash",
  "yes",
  "0x10",
  "1e3",
  "null",
  "~",
  "# comment",
  "? key",
  "| block\n  more",
  "\uD83D\uDE00 astral",
];

const properties = Object.fromEntries(
  hostileTexts.map((text, index) => [text, { description: hostileTexts[index] }]),
);

/** A contract whose every text is one of these, and whose values look like references to files. */
export const hostileContract: Readonly<Record<string, unknown>> = {
  "contract.json": {
    services: {
      "<svc> {a}?b#c": {
        description: hostileTexts[5],
        publishes: ["ev", "<b>&\"'`$(id)` {x}", "123"],
      },
      "svc/../x": {
        consumes: {
          ev: { queue: { name: "q {1}?#%2F/../: - !x" }, bind: "k.#" },
          "123": { queue: { name: "<q>" } },
        },
      },
    },
  },
  "ev/event.json": { description: hostileTexts[3], owner: hostileTexts[0], routingKey: "k.{a_b}?x=#" },
  "ev/v1.json": {
    title: hostileTexts[1],
    description: hostileTexts[6],
    type: "object",
    properties: {
      ...properties,
      $ref: { type: "string", default: { $ref: "/etc/passwd" } },
      constant: { const: { $ref: "file:///etc/passwd" } },
      choice: { enum: [{ a: [{ $ref: "https://example.com/x" }] }, 1] },
      noted: { "x-note": { $ref: "/etc/passwd" }, examples: [{ $ref: "/etc/passwd" }] },
      listed: { enum: hostileTexts },
    },
  },
  "ev/examples/v1/valid/like-a-reference.json": { $ref: "/etc/passwd" },
  "ev/examples/v1/valid/texts.json": Object.fromEntries(hostileTexts.map((text) => [text, text])),
  "<b>&\"'`$(id)` {x}/v1.json": { type: "object", properties: { a: { $ref: "#" } } },
  "123/v1.json": true,
};
