import { closeSync, fsyncSync, openSync, writeSync } from 'node:fs';
import type { ResultColumn } from './result-column';
import type { TableWriter } from './table-writer';

/** CSV by RFC 4180: a row of names first, a line feed after each row, `NaN` where a number is not known. */
export class CsvWriter implements TableWriter {
  readonly #file: number;
  #hasHeader = false;

  constructor(path: string) {
    this.#file = openSync(path, 'w');
  }

  async write(columns: readonly ResultColumn[]): Promise<void> {
    if (!this.#hasHeader) this.#writeRow(columns.map(({ name }) => name));
    this.#hasHeader = true;
    for (let row = 0; row < columns[0].values.length; row += 1)
      this.#writeRow(columns.map(({ values }) => values[row]));
  }

  async finish(): Promise<void> {
    fsyncSync(this.#file);
    closeSync(this.#file);
  }

  #writeRow(cells: readonly (string | number)[]): void {
    writeSync(this.#file, `${cells.map(cellText).join(',')}\n`);
  }
}

function cellText(value: string | number): string {
  const text = String(value);
  return /[",\r\n]/.test(text) ? `"${text.replace(/"/g, '""')}"` : text;
}
