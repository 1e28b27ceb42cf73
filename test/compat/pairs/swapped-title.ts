const opposites: Readonly<Record<string, string>> = {
  added: "removed",
  removed: "added",
  "became required": "is no longer required",
  "is no longer required": "became required",
};

/** The title of a change when it is made the other way round. */
export function swappedTitle(title: string): string {
  const whole = opposites[title];
  if (whole !== undefined) return whole;
  const renamed = /^property (\S+) removed, perhaps renamed to (\S+)$/u.exec(title);
  if (renamed) return `property ${renamed[2]} removed, perhaps renamed to ${renamed[1]}`;
  const refusing = /^(.+) became false \(nothing is valid\)$/u.exec(title);
  if (refusing) return `${refusing[1]} is no longer false`;
  const taking = /^(.+) is no longer false$/u.exec(title);
  if (taking) return `${taking[1]} became false (nothing is valid)`;
  const said = /^(.* )(added|removed|became required|is no longer required)$/u.exec(title);
  if (said) return `${said[1]}${opposites[`${said[2]}`]}`;
  return title.replace(/^(.+) changed from (.+) to (.+)$/u, "$1 changed from $3 to $2");
}
