import { readFile } from 'node:fs/promises';
import { type Csv, columnOf, parseCsv } from '../../src-files/csv/csv';
import { decimal } from '../../src-files/csv/number-style';
import { BadInputError } from '../../src-shared/errors';
import type { csvHeader } from '../run-export/csv-file';
import type { PointsRecord } from '../run-export/run-record';
import { checkedPoints } from './checked-points';
import type { WallTimes } from './wall-times';

/** So many rows become one record. */
const rowsPerRecord = 20_000;

/**
 * The points of a CSV file as `csvText` writes it. Throws BadInputError naming a row that is no point.
 * @param times of another program, as which its times are read
 */
export async function* csvRecords(
  file: string,
  onRead: (bytes: number) => void,
  times?: WallTimes,
): AsyncGenerator<PointsRecord> {
  const bytes = await readFile(file);
  onRead(bytes.length);
  const csv = parseCsv(bytes, file);
  for (let first = 0; first < csv.rows; first += rowsPerRecord) {
    const points = pointsIn(csv, first);
    yield checkedPoints(times ? times.read(points) : points, (at) => `${file}, ${csv.place(first + at)}`);
  }
}

function pointsIn(csv: Csv, first: number): PointsRecord {
  const cellsOf = (name: (typeof csvHeader)[number]) => {
    const column = columnOf(csv, name, 'A CSV file of a run');
    const rows = Math.min(rowsPerRecord, csv.rows - first);
    return Array.from({ length: rows }, (_, at) => csv.cell(first + at, column));
  };
  const numbersOf = (name: (typeof csvHeader)[number]) =>
    cellsOf(name).map((cell, at) =>
      numberOf(cell, () => `${csv.fileName}, ${csv.place(first + at)}, ${name}`),
    );
  return {
    type: 'points',
    names: cellsOf('metric'),
    steps: numbersOf('step'),
    epochs: numbersOf('epoch'),
    times: numbersOf('time'),
    values: numbersOf('value'),
  };
}

/** NaN and infinities as Python, R, C and JavaScript write them. */
const notFinite = /^([+-]?)(nan|inf|infinity)$/i;

function numberOf(cell: string, where: () => string): number {
  const text = cell.trim();
  const [, sign, word] = notFinite.exec(text) ?? [];
  if (word !== undefined) return word.toLowerCase() === 'nan' ? Number.NaN : Number(`${sign}Infinity`);
  if (decimal.test(text)) return Number(text);
  throw new BadInputError(`${where()}: this should be a number, NaN or an infinity.`);
}
