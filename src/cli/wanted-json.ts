/** Where a report in JSON was asked for: on standard output, and in files. */
export interface WantedJson {
  readonly out: boolean;
  readonly files: readonly string[];
}

/** What the arguments ask for, however wrong the rest of them is. */
export function wantedJson(argv: readonly string[]): WantedJson {
  const end = argv.indexOf("--");
  const options = end < 0 ? argv : argv.slice(0, end);
  const formats = options.flatMap((each, index) => {
    if (each === "--format") return options[index + 1] ?? [];
    return each.startsWith("--format=") ? each.slice("--format=".length) : [];
  });
  const printed = formats.filter((each) => !each.includes("="));
  return {
    out: printed.length > 0 && printed.every((each) => each === "json"),
    files: formats.flatMap((each) => (/^json=./s.test(each) ? each.slice("json=".length) : [])),
  };
}
