import { generatedMark } from "../code/generated-mark.js";
import { manifestName } from "../files/manifest.js";

/** Where git looks for what {@link gitAttributes} says. */
export const attributesPath = ".gitattributes";

/** The first line of our own: a comment of git's. */
export const attributesMark = generatedMark.replace("//", "#");

/**
 * For git and forges: line ends as they are written on every system, so that `generate --check` finds no difference, and
 * files that a pull request shows folded (`linguist-generated`, GitHub's documentation on customizing changed files).
 * Branches that each add an event differ in neighboring lines of the manifest: a merge keeps the lines of both, and the
 * next run finds that the manifest is not whole.
 */
export const gitAttributes = `${attributesMark}: what git and forges do with the files here.
* text=auto eol=lf linguist-generated
${manifestName} merge=union
`;
