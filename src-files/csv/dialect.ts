import { BadInputError } from '../../src-shared/errors';
import type { Dialect } from '../../src-shared/experiment/data/dialect';

/** What separates the cells of a row. */
export type Separator = ',' | ';' | '\t' | '|';

/** As people call them; the first wins where several would do: decimal commas make as many cells in each row as semicolons. */
export const separatorNames: Readonly<Record<Separator, string>> = {
  '\t': 'tabs',
  ';': 'semicolons',
  '|': 'vertical bars',
  ',': 'commas',
};

/** By the names that settings give them. */
export const separators = { comma: ',', semicolon: ';', tab: '\t', bar: '|' } as const;

/** Rows that are looked at. */
const mostRows = 30;

/** The separator by which most of the first rows fall into as many cells as the header, and that into more than one; else commas. */
export function separatorOf(text: string): Separator {
  const rows = firstRows(text);
  const scored = (Object.keys(separatorNames) as Separator[]).map((separator) => {
    const [header = 1, ...cells] = rows.map((row) => row.split(separator).length);
    const alike = cells.filter((count) => count === header).length;
    return { separator, header, alike };
  });
  const best = scored.filter(({ header }) => header > 1).sort((a, b) => b.alike - a.alike)[0];
  return best?.separator ?? ',';
}

/** Without what stands in quotes, which may hold separators and line ends. */
function firstRows(text: string): readonly string[] {
  // The first rows of a table are far shorter; those of hundreds of thousands of columns are cut.
  const beginning = text.slice(0, 1_000_000).replace(/"[^"]*("|$)/g, '""');
  return beginning
    .split(/\r\n?|\n/, mostRows + 10)
    .filter((row) => row.trim() !== '')
    .slice(0, mostRows);
}

/** A file's text, and a sentence on its letters where they are not UTF-8. */
export interface DecodedText {
  readonly text: string;
  readonly notes: readonly string[];
}

/**
 * The text of a file in an encoding, or in UTF-8 (UTF-16 where its first bytes mark it) or, where it cannot be that, in Windows-1252,
 * which holds Latin-1's letters.
 * @throws BadInputError for what is no text
 */
export function decodeText(bytes: Uint8Array, fileName: string, encoding: Dialect['encoding']): DecodedText {
  if (encoding !== 'auto') return { text: decoded(bytes, fileName, encoding), notes: [] };
  try {
    if (bytes[0] === 0xff && bytes[1] === 0xfe)
      return {
        text: new TextDecoder('utf-16le', { fatal: true }).decode(bytes),
        notes: [`${fileName} is in UTF-16.`],
      };
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(bytes), notes: [] };
  } catch {
    // No text has a zero among its letters; UTF-16 has many.
    if (bytes.includes(0))
      throw new BadInputError(`${fileName} is no text in UTF-8, as a CSV file should be.`);
    return {
      text: new TextDecoder('windows-1252').decode(bytes),
      notes: [
        `${fileName} is not in UTF-8: its letters are read as Latin-1 (Windows-1252); data.encoding names another.`,
      ],
    };
  }
}

function decoded(bytes: Uint8Array, fileName: string, encoding: string): string {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    throw new BadInputError(`data.encoding: ${fileName} is no text in ${encoding}; is it another encoding?`);
  }
}
