import { Help, Option } from "commander";

const help = new Help();

/** An option's text in `--help`. A default of `false` or of an empty list is not shown: it is what leaving the option out means. */
export function optionDescription(option: Option): string {
  const { defaultValue, flags, description, argChoices, presetArg, envVar, defaultValueDescription } = option;
  const isIdle = defaultValue === false || (Array.isArray(defaultValue) && defaultValue.length === 0);
  if (!isIdle) return help.optionDescription(option);
  const shown = new Option(flags, description);
  if (defaultValueDescription !== undefined) shown.default(undefined, defaultValueDescription);
  if (argChoices !== undefined) shown.choices(argChoices);
  if (presetArg !== undefined) shown.preset(presetArg);
  if (envVar !== undefined) shown.env(envVar);
  return help.optionDescription(shown);
}
