/** Longer words get no hint: they are unlikely to be typing errors, and comparing them takes long. */
const longestWord = 100;
/** The number of words looked up in one list, which bounds the time for a large file with many errors. */
const mostLooks = 1_000_000;
const smallList = 1000;

const looks = new WeakMap<object, number>();

/**
 * The known word that a misspelt one most likely means: at most two edits away, or `undefined`. A large list gives
 * hints for a limited number of words.
 */
export function nearestWord(
  word: string,
  known: readonly string[] | ReadonlySet<string>,
): string | undefined {
  if (word.length > longestWord || isSpent(known)) return undefined;
  const limit = Math.min(2, Math.floor(word.length / 3));
  const wanted = word.toLowerCase();
  let best: string | undefined;
  let least = limit + 1;
  for (const candidate of known) {
    if (Math.abs(candidate.length - word.length) >= least) continue;
    const distance = editDistance(wanted, candidate.toLowerCase(), least);
    if (distance < least) {
      best = candidate;
      least = distance;
    }
  }
  return best;
}

function isSpent(known: readonly string[] | ReadonlySet<string>): boolean {
  const size = "size" in known ? known.size : known.length;
  if (size <= smallList) return false;
  const spent = (looks.get(known) ?? 0) + size;
  looks.set(known, spent);
  return spent > mostLooks;
}

/**
 * Insertions, deletions, replacements and swaps of neighbors (Damerau's restricted distance), up to `most`: only cells
 * near the diagonal are computed, and it stops at a row in which all have reached the limit.
 */
function editDistance(a: string, b: string, most: number): number {
  let before: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    let least = i;
    for (let j = 1; j <= b.length; j += 1) {
      if (Math.abs(i - j) >= most) {
        row.push(most);
        continue;
      }
      const same = a[i - 1] === b[j - 1] ? 0 : 1;
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      const distance = Math.min(
        (last[j] ?? most) + 1,
        (row[j - 1] ?? most) + 1,
        (last[j - 1] ?? most) + same,
        swapped ? (before[j - 2] ?? most) + 1 : most,
      );
      row.push(distance);
      least = Math.min(least, distance);
    }
    // a swap may still use the row before
    if (least >= most && Math.min(...last) >= most) return most;
    before = last;
    last = row;
  }
  return last[b.length] ?? most;
}
