import { maxFileSize } from "../contract/max-file-bytes.js";
import type { Diagnosis } from "../contract/source-file.js";

/** A link that would bring in what is not in the schemas folder. */
export const linkOut: Diagnosis = {
  rule: "link-outside",
  severity: "error",
  message: "This symbolic link points outside the schemas folder, or its target does not exist.",
  help: "Copy its target instead.",
};

/** A link that could lead round in a circle. */
export const linkTwice: Diagnosis = {
  rule: "link-repeated",
  severity: "error",
  message: "This symbolic link points to one of its parent folders, or is behind another link.",
  help: "Copy its target instead.",
};

/** A file over `maxFileBytes`. */
export const tooLarge: Diagnosis = {
  rule: "file-too-large",
  severity: "error",
  message: `This file is larger than ${maxFileSize}.`,
};

/** A file in another encoding (RFC 8259, chapter 8.1). */
export const noUtf8: Diagnosis = {
  rule: "file-encoding",
  severity: "error",
  message: "This file is not valid UTF-8.",
  help: "Save it as UTF-8.",
};
