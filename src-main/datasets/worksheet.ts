import { FailedError } from '../../src-shared/errors';

/**
 * The rows of numbers below the header of a spreadsheet's worksheet (Office Open XML, `xl/worksheets/sheet1.xml`).
 * Enough of the format for known files: every cell there is, a number.
 * @throws FailedError where a row has not `columns` of them
 */
export function readWorksheet(xml: string, columns: number): number[][] {
  const [, ...rows] = xml.match(/<row .*?<\/row>/gs) ?? [];
  return rows.map((row, index) => {
    const values = Array.from(row.matchAll(/<v>([^<]*)<\/v>/g), ([, text]) => Number(text));
    if (values.length !== columns || !values.every(Number.isFinite))
      throw new FailedError(`row ${index + 2} of the spreadsheet is not ${columns} numbers`);
    return values;
  });
}
