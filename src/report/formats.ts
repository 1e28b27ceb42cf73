/** The choices of `--format`, in the order of the help; reporters are loaded only when they are needed. */
export const reportFormats = [
  "text",
  "json",
  "github",
  "markdown",
  "sarif",
  "junit",
  "gitlab",
  "approvals",
] as const;

/** One of {@link reportFormats}. */
export type Format = (typeof reportFormats)[number];
