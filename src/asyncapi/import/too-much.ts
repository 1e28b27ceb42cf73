/** Places that one document may have, each counted as often as a reference leads to it. */
export const mostPlaces = 500_000;

/** What is written of one document, in characters: four of the largest files that are read. */
export const mostText = 64 * 1024 * 1024;

/** A document that would become too much: references to one large value multiply it. */
export class TooMuch extends Error {}

/** Counts what a document becomes, and throws `TooMuch` beyond what the documents of real teams need. */
export class ImportBudget {
  #places = 0;
  #text = 0;

  place(): void {
    this.#places += 1;
    if (this.#places > mostPlaces)
      throw new TooMuch(`its references expand to more than ${mostPlaces.toLocaleString("en")} places`);
  }

  text(characters: number): void {
    this.#text += characters;
    if (this.#text > mostText)
      throw new TooMuch(`its expanded references have more than ${mostText.toLocaleString("en")} characters`);
  }
}
