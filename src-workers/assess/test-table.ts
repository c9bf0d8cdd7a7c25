import { sizeOf } from '../../src-shared/experiment/networks/tensors/weight-tensor';
import type { PosteriorTask } from '../../src-shared/posterior/posterior-metadata';
import type { TableFormat } from '../../src-shared/posterior/posterior-work';
import type { RowKey } from '../data/row-key';
import { isOfCounts } from '../evaluate/target-noise';
import { ValueSamples } from '../evaluate/value-samples';
import { type JudgedTarget, predictionsOf, targetsOf } from '../posterior/judged-targets';
import { ofHead } from '../predict/of-head';
import { classColumns } from '../predict/tables/class-columns';
import { keyColumn } from '../predict/tables/key-column';
import { mapColumns, mapScoreColumns } from '../predict/tables/map-columns';
import { openTableWriter } from '../predict/tables/open-table-writer';
import type { ResultColumn } from '../predict/tables/result-column';
import type { TableWriter } from '../predict/tables/table-writer';
import { valueColumns } from '../predict/tables/value-columns';
import { logSoftmax } from './log-softmax';

interface TableFacts {
  readonly task: PosteriorTask;
  readonly samples: number;
  /** Where items come from. */
  readonly keys: readonly RowKey[];
  /** All that is judged; of several values of one likelihood all together first. */
  readonly judged: readonly JudgedTarget[];
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
    const { task, judged, samples, keys } = this.facts;
    const perItem = task.kind === 'regression' ? sizeOf(task.targetShape) : 1;
    const first = this.#items;
    this.#items += items.length;
    const rows = Array.from(
      { length: items.length * perItem },
      (_, row) => first + Math.floor(row / perItem),
    );
    await this.#writer.write([
      { name: 'item', kind: 'count', values: rows },
      ...keys.map((key) => keyColumn(key, items, perItem)),
      ...(task.kind === 'segmentation'
        ? [
            ...mapScoreColumns(predictions, targets, task, samples),
            ...mapColumns({ predictions, task, samples }, undefined),
          ]
        : columnsOf(judged, task, { predictions, targets, samples })),
    ]);
  }

  finish(): Promise<void> {
    return this.#writer.finish();
  }
}

interface Chunk {
  readonly predictions: Float32Array;
  readonly targets: Int32Array | Float32Array;
  readonly samples: number;
}

/** Several heads beside each other; several values of one likelihood in a row each. */
function columnsOf(
  judged: readonly JudgedTarget[],
  task: PosteriorTask,
  chunk: Chunk,
): readonly ResultColumn[] {
  if (task.kind !== 'heads') return columnsOfOne(judged[0], chunk);
  return judged
    .filter(({ isOneOfSeveral }) => !isOneOfSeveral)
    .flatMap((head) => ofHead(head.name ?? '', head.task, columnsOfOne(head, chunk)));
}

function columnsOfOne(judged: JudgedTarget, { predictions, targets, samples }: Chunk): ResultColumn[] {
  const { task, noise } = judged;
  const [own, came] = [predictionsOf(judged, predictions), targetsOf(judged, targets)];
  if (task.kind === 'classification') {
    // Where there is one likelihood, its judge has done so already.
    if (judged.outputs.columns) logSoftmax(own, task.classNames.length);
    const truth = Array.from(came, (label) => task.classNames[label]);
    return [{ name: 'truth', kind: 'text', values: truth }, ...classColumns(own, samples, task.classNames)];
  }
  if (!noise || task.kind !== 'regression') return [];
  const { targetMean, targetStd, targetNames } = task;
  const ofTarget = (row: number) => row % targetNames.length;
  const inUnit = (value: number, row: number) => targetMean[ofTarget(row)] + targetStd[ofTarget(row)] * value;
  const told = isOfCounts(noise) ? Math.round : (value: number) => value;
  return [
    { name: 'target', kind: 'text', values: Array.from(came, (_, row) => targetNames[ofTarget(row)]) },
    {
      name: 'truth',
      kind: 'number',
      values: Float64Array.from(came, (value, row) => told(inUnit(value, row))),
    },
    ...valueColumns(own, new ValueSamples(samples, noise, targetNames.length), task),
  ];
}
