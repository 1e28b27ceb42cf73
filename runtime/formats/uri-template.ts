import { IPRIVATE, UCSCHAR } from "./uri.js";

// The apostrophe is an erratum of RFC 6570 (6937).
const NOT_LITERAL = new RegExp(
  `[^%!#$&'()*+,\\-./0-9:;=?@A-Z\\[\\]_a-z~${UCSCHAR}${IPRIVATE}]|%(?![0-9A-Fa-f]{2})`,
  "u",
);
const NOT_VARIABLE_NAME = /[^\w.%]|%(?![0-9A-Fa-f]{2})|^\.|\.\.|\.$|^$/;

/** `URI-Template` of RFC 6570, section 2, the operators included that it reserves for later. */
export function isUriTemplate(text: string): boolean {
  const [literal = "", ...pieces] = text.split("{");
  return !NOT_LITERAL.test(literal) && pieces.every(isExpressionAndLiteral);
}

function isExpressionAndLiteral(piece: string): boolean {
  const end = piece.indexOf("}");
  if (end < 0 || NOT_LITERAL.test(piece.slice(end + 1))) return false;
  const variables = piece.slice(0, end).replace(/^[+#./;?&=,!@|]/, "");
  return variables.split(",").every(isVariable);
}

function isVariable(variable: string): boolean {
  const name = variable.replace(/(?:\*|:[1-9][0-9]{0,3})$/, "");
  return !NOT_VARIABLE_NAME.test(name);
}
