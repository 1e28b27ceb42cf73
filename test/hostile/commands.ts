/** The commands that read schemas, as they are run on each hostile input. */
export const commands: Readonly<Record<string, readonly string[]>> = {
  generate: ["generate"],
  "--check": ["generate", "--check"],
  lint: ["lint"],
  "lint json": ["lint", "--format", "json"],
  check: ["check", "ev", "v1", "message.json"],
  sample: ["sample", "ev", "v1", "--count", "20"],
  invalid: ["sample", "ev", "v1", "--invalid"],
  compare: ["compare", "base/ev/v1.json", "schemas/ev/v1.json"],
  review: ["review", "--against", "base"],
};
