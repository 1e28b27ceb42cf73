import { commentText } from "../code/doc-comment.js";
import { generatedMark } from "../code/generated-mark.js";

/**
 * What keeps linters and biome's formatter from generated modules. eslint warns about unneeded directives, so a rule
 * that every module breaks precedes it. Prettier has no such line: `.prettierignore` does it.
 */
const lintersOff = `/* eslint max-lines: [1, 2] -- every file breaks it, so that eslint does not report the next directive as unused */ /* eslint-disable -- generated */
// biome-ignore-all lint: generated
// biome-ignore-all format: generated
// biome-ignore-all assist: generated
`;

/** The first lines of a generated file: who wrote it, and from what. */
export function header(source: string): string {
  return `${generatedMark} from ${commentText(source)}. Do not edit: change the schema and run \`rabbitgen generate\`.\n${lintersOff}\n`;
}

/** The first lines of a file that is the same for every contract. */
export function copyHeader(title: string): string {
  return `${generatedMark}: ${title}, the same for every contract.\n${lintersOff}\n`;
}
