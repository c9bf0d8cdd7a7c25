import { readFile } from 'node:fs/promises';
import { columnOf, parseCsv } from '../../src-shared/datasets/csv';
import { BadInputError } from '../../src-shared/errors';
import { metricPointSchema } from '../../src-shared/metrics';
import type { PointsRecord } from '../../src-shared/run-record';
import { csvHeader } from '../run-export/csv-file';

/** So many rows become one record. */
const rowsPerRecord = 20_000;

/** The points of a CSV file as `csvText` writes it. Throws BadInputError naming a row that is no point. */
export async function* csvRecords(
  file: string,
  onRead: (bytes: number) => void,
): AsyncGenerator<PointsRecord> {
  const bytes = await readFile(file);
  onRead(bytes.length);
  const csv = parseCsv(bytes, file);
  const columns = csvHeader.map((name) => columnOf(csv, name, 'A CSV file of a run'));
  for (let first = 0; first < csv.rows.length; first += rowsPerRecord) {
    const points = csv.rows.slice(first, first + rowsPerRecord).map((cells, index) =>
      pointOf(
        columns.map((column) => cells[column]),
        `${file}, row ${first + index + 2}`,
      ),
    );
    yield {
      type: 'points',
      names: points.map(({ name }) => name),
      steps: points.map(({ step }) => step),
      epochs: points.map(({ epoch }) => epoch),
      times: points.map(({ time }) => time),
      values: points.map(({ value }) => value),
    };
  }
}

function pointOf([name, ...cells]: readonly string[], where: string) {
  const [step, epoch, time, value] = cells.map(numberOf);
  const point = metricPointSchema.safeParse({ name, step, epoch, time, value });
  if (point.success) return point.data;
  const column = String(point.error.issues[0]?.path[0]);
  const expected = column === 'step' ? 'a whole number' : 'a number';
  throw new BadInputError(
    `${where}, column ${column === 'name' ? 'metric' : column}: this should be ${expected}.`,
  );
}

/** Undefined for what is no number, which no point has. */
function numberOf(cell: string): number | undefined {
  const text = cell.trim();
  if (text === 'NaN') return Number.NaN;
  const value = Number(text);
  return text === '' || Number.isNaN(value) ? undefined : value;
}
