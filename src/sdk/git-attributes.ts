import { generatedMark } from "../code/generated-mark.js";

/** Where git looks for what {@link gitAttributes} says. */
export const attributesPath = ".gitattributes";

/** The first line of our own: a comment of git's. */
export const attributesMark = generatedMark.replace("//", "#");

/**
 * For git and forges: line ends as they are written on every system, so that `generate --check` finds no difference, and
 * files that a pull request shows folded (`linguist-generated`, GitHub's documentation on customizing changed files).
 */
export const gitAttributes = `${attributesMark}: what git and forges do with the files here.
* text=auto eol=lf linguist-generated
`;
