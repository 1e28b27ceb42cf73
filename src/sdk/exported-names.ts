/** The names that a module of re-exports exports; what a contract defines must not be called the same. */
export function exportedNames(text: string): ReadonlySet<string> {
  const lists = [...text.matchAll(/export (?:type )?\{([^}]*)\}/g)].map(([, list = ""]) => list);
  const declared = [...text.matchAll(/^export (?:async )?(?:const|function|class|interface|type) (\w+)/gm)];
  return new Set([
    ...lists
      .flatMap((list) => list.split(","))
      .map((name) =>
        name
          .replace(/\btype\b/, "")
          .replace(/^.*\bas\b/s, "")
          .trim(),
      )
      .filter(Boolean),
    ...declared.map(([, name = ""]) => name),
  ]);
}
