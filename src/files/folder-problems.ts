import type { Said } from "../contract/source-file.js";

/** Larger than any schema that people write (16 MiB); larger ones are refused, not read. */
export const maxFileBytes = 16 * 1024 * 1024;

/** A link that would bring in what is not in the schemas folder. */
export const linkOut: Said = {
  rule: "link-outside",
  severity: "error",
  message: "This symbolic link points outside the schemas folder, or its target does not exist.",
  help: "Copy its target instead.",
};

/** A link that could lead round in a circle. */
export const linkTwice: Said = {
  rule: "link-repeated",
  severity: "error",
  message: "This symbolic link points to one of its parent folders, or is behind another link.",
  help: "Copy its target instead.",
};

/** A file over `maxFileBytes`. */
export const tooLarge: Said = {
  rule: "file-too-large",
  severity: "error",
  message: "This file is larger than 16 MiB.",
};

/** A file in another encoding (RFC 8259, chapter 8.1). */
export const noUtf8: Said = {
  rule: "file-encoding",
  severity: "error",
  message: "This file is not valid UTF-8.",
  help: "Save it as UTF-8.",
};
