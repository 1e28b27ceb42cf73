import { maxFileSize } from "../contract/max-file-bytes.js";
import type { Said } from "../contract/source-file.js";

/** A link that would bring in what is not in the schemas folder. */
export const linkOut: Said = {
  rule: "link-outside",
  severity: "error",
  message: "This symbolic link leads out of the schemas folder, or nowhere.",
  help: "Copy what it means instead.",
};

/** A link that could lead round in a circle. */
export const linkTwice: Said = {
  rule: "link-repeated",
  severity: "error",
  message: "This symbolic link leads to a folder above it, or stands behind another link.",
  help: "Copy what it means instead.",
};

/** A file over `maxFileBytes`. */
export const tooLarge: Said = {
  rule: "file-too-large",
  severity: "error",
  message: `This file is larger than ${maxFileSize}.`,
};

/** A file in another encoding (RFC 8259, chapter 8.1). */
export const noUtf8: Said = {
  rule: "file-encoding",
  severity: "error",
  message: "This file is no UTF-8, which JSON is written in.",
  help: "Save it as UTF-8.",
};
