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
export function separatorOf(text: Buffer): Separator {
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
function firstRows(text: Buffer): readonly string[] {
  // The first rows of a table are far shorter; those of hundreds of thousands of columns are cut.
  const beginning = text.toString('utf8', 0, 1_000_000).replace(/"[^"]*("|$)/g, '""');
  return beginning
    .split(/\r\n?|\n/, mostRows + 10)
    .filter((row) => row.trim() !== '')
    .slice(0, mostRows);
}

/** A file's text in UTF-8, without a mark of its byte order, and a sentence on its letters where they are not UTF-8. */
export interface DecodedText {
  readonly text: Buffer;
  readonly notes: readonly string[];
}

/**
 * The text of a file in an encoding, or in UTF-8 (UTF-16 where its first bytes mark it) or, where it cannot be that, in Windows-1252,
 * which holds Latin-1's letters.
 * @throws BadInputError for what is no text
 */
export function decodeText(bytes: Uint8Array, fileName: string, encoding: Dialect['encoding']): DecodedText {
  if (encoding !== 'auto') {
    const text = encodedIn(bytes, encoding, fileName);
    if (text) return { text, notes: [] };
    throw new BadInputError(`data.encoding: ${fileName} is no text in ${encoding}; is it another encoding?`);
  }
  const isMarked = bytes[0] === 0xff && bytes[1] === 0xfe;
  const text = encodedIn(bytes, isMarked ? 'utf-16le' : 'utf-8', fileName);
  if (text) return { text, notes: isMarked ? [`${fileName} is in UTF-16.`] : [] };
  // No text has a zero among its letters; UTF-16 has many.
  if (bytes.includes(0)) throw new BadInputError(`${fileName} is no text in UTF-8, as a CSV file should be.`);
  return {
    text: encodedIn(bytes, 'windows-1252', fileName) ?? Buffer.alloc(0),
    notes: [
      `${fileName} is not in UTF-8: its letters are read as Latin-1 (Windows-1252); data.encoding names another.`,
    ],
  };
}

/** Bytes that are decoded at a time: one text cannot be longer than half a gigabyte. */
const decodedAtOnce = 2 ** 24;

/** A text in UTF-8; undefined where it is none in that encoding. @throws BadInputError where its encoding is unknown here */
function encodedIn(bytes: Uint8Array, encoding: string, fileName: string): Buffer | undefined {
  const decoder = decoderOf(encoding, fileName);
  const parts: Buffer[] = [];
  try {
    for (let begin = 0; begin <= bytes.length; begin += decodedAtOnce) {
      const end = begin + decodedAtOnce;
      const text = decoder.decode(bytes.subarray(begin, end), { stream: end <= bytes.length });
      if (encoding !== 'utf-8') parts.push(Buffer.from(text));
    }
  } catch {
    return undefined;
  }
  const whole =
    encoding === 'utf-8'
      ? Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
      : Buffer.concat(parts);
  return withoutMark(whole);
}

function decoderOf(encoding: string, fileName: string): TextDecoder {
  try {
    return new TextDecoder(encoding, { fatal: true });
  } catch {
    throw new BadInputError(
      `data.encoding: ${fileName} cannot be read in ${encoding}, which is not known here.`,
    );
  }
}

const byteOrderMark = Buffer.from('\uFEFF');

function withoutMark(text: Buffer): Buffer {
  const isMarked = text.subarray(0, byteOrderMark.length).equals(byteOrderMark);
  return isMarked ? text.subarray(byteOrderMark.length) : text;
}
