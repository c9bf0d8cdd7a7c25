/** So many rows are added at once: a block of them stays in the processor's cache. */
const blockRows = 64;

/** The sum of row rowᵀ over many rows, in double precision. */
export class GramMatrix {
  /** Row by row, [size, size]; the lower triangle alone. */
  readonly values: Float64Array;
  /** The rows that wait, by column: [size, blockRows] */
  readonly #waiting: Float64Array;
  #count = 0;

  constructor(readonly size: number) {
    this.values = new Float64Array(size * size);
    this.#waiting = new Float64Array(size * blockRows);
  }

  /** @param row [size] */
  add(row: Float64Array): void {
    for (let column = 0; column < this.size; column += 1)
      this.#waiting[column * blockRows + this.#count] = row[column];
    this.#count += 1;
    if (this.#count === blockRows) this.flush();
  }

  /** Adds what waits; to be called before `values` are read. */
  flush(): void {
    const { values, size } = this;
    const waiting = this.#waiting;
    for (let row = 0; row < size; row += 1) {
      const left = row * blockRows;
      for (let column = 0; column <= row; column += 1) {
        const right = column * blockRows;
        let sum = 0;
        for (let k = 0; k < this.#count; k += 1) sum += waiting[left + k] * waiting[right + k];
        values[row * size + column] += sum;
      }
    }
    this.#count = 0;
  }
}
