import type { ResultColumn } from './tables/result-column';

type Cell = string | number;

interface Row {
  readonly place: number;
  readonly doubt: number;
  readonly cells: readonly Cell[];
}

/** The column that says how doubtful a row is. */
const doubtColumns = ['entropy_nats', 'std'];

/** Keeps, of a table that is written chunk by chunk, all rows, or of many those that are most doubtful. */
export class ShownRows {
  #kept: Row[] = [];
  #added = 0;

  /** @param most rows that are kept */
  constructor(readonly most: number) {}

  add(columns: readonly ResultColumn[]): void {
    const doubts = columns.find(({ name }) => doubtColumns.includes(name));
    const [{ values }] = columns;
    for (let row = 0; row < values.length; row += 1) {
      const doubt = Number(doubts?.values[row] ?? 0);
      const cells = columns.map((column) => shownCell(column.values[row]));
      this.#kept.push({ place: this.#added + row, doubt, cells });
    }
    this.#added += values.length;
    if (this.#kept.length > 2 * this.most) this.#cut();
  }

  /** In the order of the table. */
  rows(): Cell[][] {
    this.#cut();
    return this.#kept.sort((a, b) => a.place - b.place).map(({ cells }) => [...cells]);
  }

  #cut(): void {
    this.#kept.sort((a, b) => b.doubt - a.doubt || a.place - b.place);
    this.#kept.length = Math.min(this.#kept.length, this.most);
  }
}

/** A number that is none has words alone. */
function shownCell(cell: Cell): Cell {
  return typeof cell === 'number' && !Number.isFinite(cell) ? String(cell) : cell;
}
