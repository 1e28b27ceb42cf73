/** The packages that no lockfile pins are the newest of this day, so that a later release of one fails no check here. */
const day = "2026-11-28";

/** Options for `npm install`; `RABBITGEN_PACKAGES_OF` names another day, or `today` for the packages that users get now. */
export function packagesOfDay(): readonly string[] {
  const { RABBITGEN_PACKAGES_OF: wanted = day } = process.env;
  return wanted === "today" ? [] : [`--before=${wanted}`];
}
