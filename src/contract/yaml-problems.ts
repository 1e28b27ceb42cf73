import { maxFileSize } from "./max-file-bytes.js";
import type { Diagnosis } from "./source-file.js";

/** Aliases may stand for at most this many values in all; a few lines of nested aliases stand for billions. */
export const maxAliasValues = 100_000;

/** The largest YAML file that is read (4 MiB): parsing one with places takes about a second per MiB. */
export const maxYamlBytes = 4 * 1024 * 1024;

/** A YAML file over {@link maxYamlBytes}. */
export const yamlTooLarge: Diagnosis = {
  rule: "file-too-large",
  severity: "error",
  message: `This YAML file is larger than ${maxYamlBytes / 2 ** 20} MiB.`,
  help: `Save it as JSON, which is read up to ${maxFileSize}.`,
};

/** YAML files that are over {@link maxYamlBytes} together. */
export const tooMuchYaml: Diagnosis = {
  rule: "file-too-large",
  severity: "error",
  message: "The YAML files up to this one exceed 4 MiB in total.",
  help: "Save the largest ones as JSON, which is read much faster.",
};

/** What the parser says of a text that is not YAML. */
export function syntaxError(message: string): Diagnosis {
  const words = message.replace(/[.\s]+$/, "");
  return error("yaml-syntax", `Invalid YAML: ${words.slice(0, 1).toLowerCase()}${words.slice(1)}.`);
}

/** A second document in one file. */
export const severalDocuments: Diagnosis = error(
  "yaml-syntax",
  "This file has more than one YAML document.",
  "Put each document in its own file.",
);

/** A `%YAML 1.1` directive: `yes`, `012` and dates would mean other values. */
export const otherVersion: Diagnosis = error(
  "yaml-syntax",
  "Only YAML 1.2 is supported.",
  "Remove the %YAML directive; yes, no, 012 and dates are plain strings or decimals in YAML 1.2.",
);

/** `!!str`, `!!binary`, `!foo`. */
export function tag(name: string): Diagnosis {
  const short = name.replace(/^tag:yaml\.org,2002:/, "!!");
  return error(
    "yaml-value",
    `The tag ${short} has no counterpart in JSON.`,
    "Remove the tag; quote a string.",
  );
}

/** `<<: *base`. */
export const mergeKey: Diagnosis = error(
  "yaml-value",
  "Merge keys (<<) are not part of YAML 1.2.",
  'Refer to a definition with $ref or allOf; to declare a property of that name, quote "<<".',
);

/** `? [a, b]`. */
export const keyNotScalar: Diagnosis = error(
  "yaml-value",
  "This key is not a string.",
  "JSON has string keys only.",
);

/** `404:` or `true:`. */
export function keyNotString(source: string): Diagnosis {
  const text = source === "" ? "null" : source;
  return error("yaml-value", `The key ${text} is not a string.`, `Quote it: ${JSON.stringify(text)}.`);
}

/** `.inf` and `.nan`. */
export function notFinite(source: string): Diagnosis {
  return error(
    "yaml-value",
    `${source} has no counterpart in JSON.`,
    "Remove the keyword, or quote a string.",
  );
}

/** An alias without an anchor before it. */
export function unknownAnchor(name: string): Diagnosis {
  return error("yaml-alias", `No anchor &${name} before this alias.`);
}

/** An alias inside of what it stands for. */
export function circularAlias(name: string): Diagnosis {
  return error(
    "yaml-alias",
    `The alias *${name} is part of the value that it refers to.`,
    "Use $ref for recursion.",
  );
}

/** A document of which aliases make a much larger one. */
export const tooManyAliasValues: Diagnosis = error(
  "yaml-alias",
  `The aliases in this file expand to more than ${maxAliasValues} values.`,
  "Use $ref to definitions instead of aliases.",
);

function error(rule: string, message: string, help?: string): Diagnosis {
  return { rule, severity: "error", message, ...(help === undefined ? {} : { help }) };
}
