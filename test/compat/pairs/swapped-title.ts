const opposites: Readonly<Record<string, string>> = {
  added: "removed",
  removed: "added",
  "required now": "no longer required",
  "no longer required": "required now",
};

/** The title of a change when it is made the other way round. */
export function swappedTitle(title: string): string {
  const said = /^(.* )(added|removed|required now|no longer required)$/u.exec(title);
  if (said) return `${said[1]}${opposites[`${said[2]}`]}`;
  return title.replace(/^(\S+) (.+) is (.+) now$/u, "$1 $3 is $2 now");
}
