import { BadInputError } from '../../src-shared/errors';
import { didYouMean } from '../../src-shared/words/nearest';
import type { Csv } from './csv';

/** The rows of two files as if they were one: those to train on, and below them those of the test. */
export interface JoinedRows extends Csv {
  /** The first row of the test. */
  readonly firstOfTest: number;
}

/** Columns that a message names: nobody reads more of them. */
const mostNamed = 20;

/**
 * Rows of a test beside those to train on, their columns found by the names of the first file, so that both are judged alike. What is
 * said of a row names its file.
 * @param unread columns that the test may lack, as nothing reads them
 * @throws BadInputError naming the columns that the test lacks, or numbers that both write in other ways
 */
export function joinRows(train: Csv, test: Csv, unread: readonly string[]): JoinedRows {
  const columns = train.header.map((name) => test.header.indexOf(name));
  refuseMissing(train, test, unread);
  refuseOtherNumbers(train, test);
  const firstOfTest = train.rows;
  const inTest = (row: number) => row >= firstOfTest;
  return {
    fileName: `${train.fileName} and ${test.fileName}`,
    header: train.header,
    rows: train.rows + test.rows,
    numberStyle: train.numberStyle,
    notes: [...train.notes, ...test.notes],
    firstOfTest,
    cell: (row, column) => {
      if (!inTest(row)) return train.cell(row, column);
      const place = columns[column];
      return place < 0 ? '' : test.cell(row - firstOfTest, place);
    },
    number: (row, column) => {
      if (!inTest(row)) return train.number(row, column);
      const place = columns[column];
      return place < 0 ? Number.NaN : test.number(row - firstOfTest, place);
    },
    rowNumber: (row) => (inTest(row) ? test.rowNumber(row - firstOfTest) : train.rowNumber(row)),
    place: (row) =>
      inTest(row)
        ? `${test.place(row - firstOfTest)} of ${test.fileName}`
        : `${train.place(row)} of ${train.fileName}`,
  };
}

function refuseMissing(train: Csv, test: Csv, unread: readonly string[]): void {
  const missing = train.header.filter((name) => !test.header.includes(name) && !unread.includes(name));
  if (missing.length === 0) return;
  const [first] = missing;
  const more = missing.length > mostNamed ? ` and ${missing.length - mostNamed} more` : '';
  throw new BadInputError(
    `data.testPath: ${test.fileName} has no ${missing.length === 1 ? 'column' : 'columns'} named ${missing.slice(0, mostNamed).join(', ')}${more}, which ${train.fileName} has; rows of the test need the same columns, but those to leave out (data.leaveOut).${didYouMean(first, test.header)}`,
  );
}

/** What is 1,234 in one of them, a unit perhaps behind it, would be another number in the other. */
function refuseOtherNumbers(train: Csv, test: Csv): void {
  const withComma = [train, test].filter(({ numberStyle }) => numberStyle === 'decimal-comma');
  if (withComma.length !== 1) return;
  const [{ fileName }] = withComma;
  throw new BadInputError(
    `data.testPath: the numbers of ${fileName} have a decimal comma, and those of ${fileName === train.fileName ? test.fileName : train.fileName} seem to have none; say how both write them with data.decimals (in the window “Decimals have”), or write both alike.`,
  );
}

/** Whether rows come from two files. */
export function areJoined(csv: Csv): csv is JoinedRows {
  return 'firstOfTest' in csv;
}
