import { compareText } from "../../code/compare-text.js";

import { baselineRules } from "./baseline.js";
import { exampleRules } from "./examples.js";
import { fileRules } from "./files.js";
import { jsonRules } from "./json.js";
import { layoutRules } from "./layout.js";
import type { LoaderRule } from "./loader-rule.js";
import { messageRules } from "./messages.js";
import { nameRules } from "./names.js";
import { queueRules } from "./queues.js";
import { referenceRules } from "./references.js";
import { routingRules } from "./routing.js";
import { schemaRules } from "./schemas.js";
import { settingsRules } from "./settings.js";
import { yamlRules } from "./yaml.js";

/** What every command can find when it reads files, in the order in which they are read. */
export const loaderRules: readonly LoaderRule[] = [
  ...fileRules,
  ...jsonRules,
  ...yamlRules,
  ...layoutRules,
  ...referenceRules,
  ...schemaRules,
  ...[...settingsRules, ...queueRules, ...routingRules].sort((a, b) => compareText(a.id, b.id)),
  ...nameRules,
  ...exampleRules,
  ...messageRules,
  ...baselineRules,
];
