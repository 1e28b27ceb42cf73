/** The names that a module of re-exports exports; what a contract defines must not be called the same. */
export function exportedNames(text: string): ReadonlySet<string> {
  const lists = [...text.matchAll(/export (?:type )?\{([^}]*)\}/g)].map(([, list = ""]) => list);
  return new Set(
    lists
      .flatMap((list) => list.split(","))
      .map((name) => name.replace(/\btype\b/, "").trim())
      .filter(Boolean),
  );
}
