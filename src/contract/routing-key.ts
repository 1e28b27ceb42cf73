/** A routing key, taken apart once when the contract is loaded. */
export interface RoutingKey {
  /** Its pieces in order; one text if something is wrong with it. */
  readonly parts: readonly KeyPart[];
  /** What is wrong with its braces, as a sentence's end. */
  readonly problem?: string;
}

/** A text, or a placeholder by its name: `region`, or `customer.region` for a member of a member. */
export type KeyPart = string | { readonly placeholder: string };

/** Takes a routing key with placeholders apart, such as `order.{region}.paid`; there is no way to write a brace itself. */
export function parseRoutingKey(text: string): RoutingKey {
  const parts: KeyPart[] = [];
  const wrong = (problem: string): RoutingKey => ({ parts: [text], problem });
  let from = 0;
  for (;;) {
    const open = text.indexOf("{", from);
    const before = text.slice(from, open === -1 ? undefined : open);
    if (before.includes("}")) return wrong('has a "}" without a "{"');
    if (before !== "") parts.push(before);
    if (open === -1) return { parts };
    const close = text.indexOf("}", open);
    const name = text.slice(open + 1, close === -1 ? undefined : close);
    if (name.includes("{")) return wrong('has a "{" inside a placeholder');
    if (close === -1) return wrong('has a "{" without a "}"');
    if (name === "") return wrong("has a placeholder without a name");
    if (name.split(".").includes(""))
      return wrong(`has the placeholder {${name}}, whose path has an empty name`);
    if (/[\s*#]/.test(name))
      return wrong(`has the placeholder {${name}}, whose name contains white space, * or #`);
    parts.push({ placeholder: name });
    from = close + 1;
  }
}

/** The placeholders of a key, each once. */
export function placeholdersOf({ parts }: RoutingKey): readonly string[] {
  return [...new Set(parts.flatMap((part) => (typeof part === "string" ? [] : [part.placeholder])))];
}

/** The texts of a key between its placeholders. */
export function textsOf({ parts }: RoutingKey): readonly string[] {
  return parts.filter((part) => typeof part === "string");
}
