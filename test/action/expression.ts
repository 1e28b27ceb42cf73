/** Values by their path, such as `inputs.schemas`. */
export type Context = (path: string) => string | undefined;

/** Fills `${{ … }}` as the runner does, as far as action.yml uses it. */
export function fill(text: string, context: Context): string {
  return text.replace(/\$\{\{(.*?)\}\}/g, (_, inner: string) => evaluate(inner, context));
}

/** Whether a step's `if` lets it run. */
export function isTrue(condition: string | undefined, context: Context): boolean {
  return condition === undefined || evaluate(condition, context) === "true";
}

/** `a || b`, `a && b`, `a == b`, `a != b`, paths and texts in single quotes. */
function evaluate(text: string, context: Context): string {
  const [first = "", ...others] = text.split("||");
  if (others.length > 0) return evaluate(first, context) || evaluate(others.join("||"), context);
  const parts = text.split("&&");
  if (parts.length > 1) return String(parts.every((part) => evaluate(part, context) === "true"));
  const [, left = "", sign, right = ""] = /^(.*?)(==|!=)(.*)$/s.exec(text) ?? [];
  if (sign !== undefined)
    return String((evaluate(left, context) === evaluate(right, context)) === (sign === "=="));
  const word = text.trim();
  const quoted = /^'([^']*)'$/.exec(word)?.[1];
  if (quoted !== undefined) return quoted;
  if (!/^[a-z_]+(?:\.[\w-]+)+$/.test(word))
    throw new Error(`This test does not know the expression ${word}.`);
  return context(word) ?? "";
}
