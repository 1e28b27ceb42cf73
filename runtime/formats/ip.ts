const OCTET = "(?:25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])";
const IPV4 = new RegExp(`^${OCTET}(?:\\.${OCTET}){3}$`);
const LONGEST_IPV6 = "1000:1000:1000:1000:1000:1000:255.255.255.255".length;

/** `dotted-quad` of RFC 2673, section 3.2, without leading zeros, as RFC 3986 has it. */
export function isIpv4(text: string): boolean {
  return IPV4.test(text);
}

/** An address as in RFC 4291, section 2.2, without a zone id or prefix length; `::` stands for at least one group. */
export function isIpv6(text: string): boolean {
  if (text.length > LONGEST_IPV6) return false;
  const halves = text.split("::");
  if (halves.length > 2) return false;
  const counts = halves.map((half, at) => countGroups(half, at === halves.length - 1));
  const groups = counts.reduce((sum, count) => sum + count, 0);
  return halves.length === 2 ? groups <= 7 : groups === 8;
}

/** The number of 16-bit groups; a dotted quad at the very end counts as two; NaN if one is invalid. */
function countGroups(half: string, last: boolean): number {
  if (half === "") return 0;
  const groups = half.split(":");
  const quad = last && isIpv4(groups.at(-1) ?? "");
  const words = quad ? groups.slice(0, -1) : groups;
  return words.every((word) => /^[0-9a-f]{1,4}$/i.test(word)) ? words.length + (quad ? 2 : 0) : Number.NaN;
}
