import type { PosteriorTask } from '../../src-shared/posterior-metadata';
import type { TableFormat } from '../../src-shared/posterior-work';
import type { RowKey } from '../data/row-key';
import type { ValueSamples } from '../evaluate/value-samples';
import { classColumns } from '../predict/class-columns';
import { keyColumn } from '../predict/key-column';
import { mapColumns, mapScoreColumns } from '../predict/map-columns';
import { openTableWriter } from '../predict/open-table-writer';
import type { ResultColumn } from '../predict/result-column';
import type { TableWriter } from '../predict/table-writer';
import { valueColumns } from '../predict/value-columns';

interface TableFacts {
  readonly task: PosteriorTask;
  readonly samples: number;
  /** Where items come from. */
  readonly keys: readonly RowKey[];
  /** Reads single values, where values are predicted. */
  readonly predicted: ValueSamples | undefined;
}

/** Writes what is predicted for every test item, beside what came. */
export class TestTable {
  readonly #writer: TableWriter;
  #items = 0;

  constructor(
    file: string,
    format: TableFormat,
    readonly facts: TableFacts,
  ) {
    this.#writer = openTableWriter(file, format);
  }

  /**
   * @param predictions log probabilities, or standardised values, of all samples for the next items, [samples, items, ...outputs]
   * @param targets labels of those items, or their standardised values
   * @param items their numbers
   */
  async write(
    predictions: Float32Array,
    targets: Int32Array | Float32Array,
    items: Uint32Array,
  ): Promise<void> {
    const { task, predicted, samples, keys } = this.facts;
    if (task.kind === 'segmentation') return this.#writeMaps(predictions, targets, items, task);
    const first = this.#items;
    const perItem = task.kind === 'regression' ? targetsOf(task) : 1;
    this.#items += targets.length / perItem;
    const origin: readonly ResultColumn[] = [
      {
        name: 'item',
        kind: 'count',
        values: Array.from(targets, (_, row) => first + Math.floor(row / perItem)),
      },
      ...keys.map((key) => keyColumn(key, items, perItem)),
    ];
    if (task.kind === 'classification') {
      const truth = Array.from(targets, (label) => task.classNames[label]);
      const columns = classColumns(predictions, samples, task.classNames);
      return this.#writer.write([...origin, { name: 'truth', kind: 'text', values: truth }, ...columns]);
    }
    if (!predicted || task.kind !== 'regression') return;
    const { targetMean, targetStd, targetNames } = task;
    const ofTarget = (row: number) => row % targetNames.length;
    await this.#writer.write([
      ...origin,
      { name: 'target', kind: 'text', values: Array.from(targets, (_, row) => targetNames[ofTarget(row)]) },
      {
        name: 'truth',
        kind: 'number',
        values: Float64Array.from(
          targets,
          (value, row) => targetMean[ofTarget(row)] + targetStd[ofTarget(row)] * value,
        ),
      },
      ...valueColumns(predictions, predicted, task),
    ]);
  }

  /** An item a row: how right its pixels are, and what is predicted for them. */
  #writeMaps(
    predictions: Float32Array,
    targets: Int32Array | Float32Array,
    items: Uint32Array,
    task: Extract<PosteriorTask, { kind: 'segmentation' }>,
  ): Promise<void> {
    const { samples, keys } = this.facts;
    const first = this.#items;
    this.#items += items.length;
    return this.#writer.write([
      { name: 'item', kind: 'count', values: Array.from(items, (_, row) => first + row) },
      ...keys.map((key) => keyColumn(key, items, 1)),
      ...mapScoreColumns(predictions, targets, task, samples),
      ...mapColumns({ predictions, task, samples }, undefined),
    ]);
  }

  finish(): Promise<void> {
    return this.#writer.finish();
  }
}

function targetsOf({ targetShape }: Extract<PosteriorTask, { kind: 'regression' }>): number {
  return targetShape.reduce((product, length) => product * length, 1);
}
