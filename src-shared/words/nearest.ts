/** Beyond these, a word is no slip of a person, and choices are no list that one was picked from. */
const longestWord = 80;
const mostChoices = 2000;

/** Of the choices, the one that a word was most likely meant to be; undefined where none is near. */
export function nearest(word: string, choices: readonly string[]): string | undefined {
  if (word.length > longestWord || choices.length > mostChoices) return undefined;
  return nearestOf(
    word,
    choices.filter(({ length }) => length <= longestWord),
  );
}

function nearestOf(word: string, choices: readonly string[]): string | undefined {
  const slips = choices.map((choice) => slipsBetween(word.toLowerCase(), choice.toLowerCase()));
  const fewest = Math.min(...slips);
  const found = choices[slips.indexOf(fewest)];
  // Where no letter stays, one letter is as near as any other.
  const keepsSome = found !== undefined && fewest < Math.max(word.length, found.length);
  if (keepsSome && fewest <= Math.max(1, Math.floor(found.length / 3))) return found;
  const longer = choices.filter((choice) => choice.startsWith(word));
  return word.length > 2 && longer.length === 1 ? longer[0] : undefined;
}

/** ` Did you mean ...?` to follow a sentence, where a choice is near. */
export function didYouMean(word: string, choices: readonly string[]): string {
  const found = nearest(word, choices);
  return found === undefined ? '' : ` Did you mean ${found}?`;
}

/**
 * Letters to leave out, add, change or swap with their neighbours: the optimal string alignment distance (that of
 * Damerau and Levenshtein, where no swapped pair is changed again), row by row.
 */
function slipsBetween(from: string, to: string): number {
  const table = [Array.from({ length: to.length + 1 }, (_, column) => column)];
  const at = (row: number, column: number) => table[row]?.[column] ?? Number.POSITIVE_INFINITY;
  for (let row = 1; row <= from.length; row += 1) {
    const line = [row];
    table.push(line);
    for (let column = 1; column <= to.length; column += 1) {
      const isOther = from[row - 1] !== to[column - 1];
      const isSwapped = from[row - 1] === to[column - 2] && from[row - 2] === to[column - 1];
      line[column] = Math.min(
        at(row - 1, column) + 1,
        at(row, column - 1) + 1,
        at(row - 1, column - 1) + Number(isOther),
        isSwapped ? at(row - 2, column - 2) + 1 : Number.POSITIVE_INFINITY,
      );
    }
  }
  return at(from.length, to.length);
}
