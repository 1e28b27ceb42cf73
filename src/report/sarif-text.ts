import type { MultiformatMessageString } from "sarif";
import { visible } from "../code/visible.js";

/** Messages of SARIF 2.1.0 support placeholders (3.11.5: braces are doubled) and links (3.11.6); these use neither. */
export function sarifText(text: string): MultiformatMessageString {
  const lines = text.split("\n").map(visible).join("\n");
  return { text: lines.replace(/[{}]/g, "$&$&").replace(/\[(?=[^\]]*\]\()/g, "\\[") };
}
