import { visible } from "../code/visible.js";

/** A plain text of SARIF. */
export interface Text {
  readonly text: string;
}

/** Texts of SARIF 2.1.0 have placeholders (3.11.5: braces are doubled) and links (3.11.6); ours have neither. */
export function sarifText(text: string): Text {
  const lines = text.split("\n").map(visible).join("\n");
  return { text: lines.replace(/[{}]/g, "$&$&").replace(/\[(?=[^\]]*\]\()/g, "\\[") };
}
