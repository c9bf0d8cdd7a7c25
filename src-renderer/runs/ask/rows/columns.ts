/** A column of a table as a person sets it. */
export type Column =
  | { readonly kind: 'number'; readonly name: string; readonly feature: number }
  /** Of texts, each of which is an input of its own. */
  | {
      readonly kind: 'choice';
      readonly name: string;
      readonly choices: readonly { readonly text: string; readonly feature: number }[];
    }
  /** Of texts that have embeddings: one input, which is a place among them from 1 on, or 0 for any other. */
  | {
      readonly kind: 'place';
      readonly name: string;
      readonly feature: number;
      readonly categories: readonly string[];
    };

interface Texts {
  readonly input: number;
  readonly categories: readonly string[];
}

/**
 * The columns that inputs were made of. Inputs of one column of texts are named `column=text`; `column=` beside an input of the
 * column's own name says that its number is not known, and is no column.
 */
export function columnsOf(names: readonly string[], texts: readonly Texts[] = []): readonly Column[] {
  const columns: Column[] = [];
  const taken = new Set<string>();
  names.forEach((name, feature) => {
    const own = texts.find(({ input }) => input === feature);
    if (own) {
      columns.push({ kind: 'place', name, feature, categories: own.categories });
      return;
    }
    const column = columnOf(name);
    const choices = names.flatMap((other, at) =>
      columnOf(other) === column && other !== column
        ? [{ text: other.slice(column.length + 1), feature: at }]
        : [],
    );
    const isNumber = name === column || (choices.length < 2 && !names.includes(column));
    if (isNumber) columns.push({ kind: 'number', name, feature });
    else if (!names.includes(column) && !taken.has(column))
      columns.push({ kind: 'choice', name: column, choices });
    taken.add(column);
  });
  return columns;
}

function columnOf(name: string): string {
  const at = name.indexOf('=');
  return at < 0 ? name : name.slice(0, at);
}

/** Inputs with another number in a column, or another text. */
export function withNumber(inputs: readonly number[], feature: number, value: number): readonly number[] {
  return inputs.map((input, at) => (at === feature ? value : input));
}

/** @param chosen the input of the text; none where no text is chosen */
export function withChoice(
  inputs: readonly number[],
  { choices }: Extract<Column, { kind: 'choice' }>,
  chosen: number,
): readonly number[] {
  const features = new Set(choices.map(({ feature }) => feature));
  return inputs.map((input, at) => (features.has(at) ? Number(at === chosen) : input));
}

/** The input of the text that a column has; undefined where it has none. */
export function chosenIn(
  inputs: readonly number[],
  { choices }: Extract<Column, { kind: 'choice' }>,
): number | undefined {
  return choices.find(({ feature }) => inputs[feature] > 0.5)?.feature;
}
