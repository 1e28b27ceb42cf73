/** The choices of `--format`, in the order of the help; reporters are loaded only when they are needed. */
export const formats = [
  "text",
  "json",
  "github",
  "markdown",
  "sarif",
  "junit",
  "gitlab",
  "approvals",
] as const;

/** One of {@link formats}. */
export type Format = (typeof formats)[number];
