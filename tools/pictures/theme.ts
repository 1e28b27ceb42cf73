/** The colors of a picture; the same as the catalogue's (assets/catalogue.css). */
export interface Theme {
  readonly text: string;
  readonly quiet: string;
  readonly paper: string;
  readonly panel: string;
  readonly line: string;
  readonly file: string;
  readonly command: string;
  readonly service: string;
  readonly broker: string;
  readonly good: string;
  readonly bad: string;
}

/** For readers with a light and with a dark background; text has a contrast of at least 4.5 to 1 in both (WCAG 2.2 AA). */
export const themes: Readonly<Record<"light" | "dark", Theme>> = {
  light: {
    text: "#1c2128",
    quiet: "#57606a",
    paper: "#ffffff",
    panel: "#f5f7f9",
    line: "#6e7781",
    file: "#8250df",
    command: "#0757c2",
    service: "#0a6c74",
    broker: "#bc4c00",
    good: "#146c2e",
    bad: "#b3261e",
  },
  dark: {
    text: "#e6edf3",
    quiet: "#9da7b3",
    paper: "#0d1117",
    panel: "#161b22",
    line: "#8b949e",
    file: "#b392f0",
    command: "#79b8ff",
    service: "#56c7d0",
    broker: "#f0883e",
    good: "#56d364",
    bad: "#ff7b72",
  },
};
