/** An event version as findings name it: `order_paid v2`, or the event alone. */
export function versionName(event: string, version: string | undefined): string {
  return version === undefined ? event : `${event} ${version}`;
}

/** The event and the version in such a name; a label has no spaces, the name of an event may have some. */
export function parseVersionName(name: string): { readonly event: string; readonly version: string } {
  const at = name.lastIndexOf(" ");
  return { event: name.slice(0, at), version: name.slice(at + 1) };
}
