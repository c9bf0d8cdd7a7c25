import type { ItemSource } from './batch-reader';
import { countUnit } from './count-targets';
import type { Regression } from './run-data';
import { measureStandardisation, standardise } from './standardisation';

/** Values of all items, [items, size]. */
export interface GivenValues {
  readonly name: string;
  readonly values: ArrayLike<number>;
  /** Numbers of an item; 1 where it is left out. */
  readonly size?: number;
  readonly unit?: string;
  /** The unit that its cells say. */
  readonly cellUnit?: string;
}

/** What a regression predicts, and how it gets into batches. */
export interface PreparedValues extends Pick<ItemSource, 'targetType' | 'targetSize' | 'writeTarget'> {
  readonly task: Regression;
  /** What leaves nothing to learn: whole sentences. */
  readonly warnings: readonly string[];
}

/**
 * One column of values after the other, each standardised on what is trained on.
 * @param zeroIs of counts, which become multiples of a unit instead: the rate where the network gives 0
 */
export function preparedValues(
  given: readonly GivenValues[],
  inputShape: readonly number[],
  train: Uint32Array,
  zeroIs?: 'mean-count' | 'one',
): PreparedValues {
  const columns = given.flatMap(columnsOf).map(({ name, unit, cellUnit, of }) => {
    const trained = Float64Array.from(train, of);
    const measured = measureStandardisation(trained, trained.keys());
    const standardisation = zeroIs ? { mean: 0, std: countUnit(measured.mean, zeroIs) } : measured;
    return { name, unit, cellUnit, of, standardisation, only: onlyValue(trained) };
  });
  const [{ unit }] = columns;
  // Several that differ have none together.
  const isShared = columns.every((column) => column.unit === unit);
  return {
    task: {
      kind: 'regression',
      inputShape,
      targetShape: [columns.length],
      targetNames: columns.map(({ name }) => name),
      ...(unit && isShared ? { targetUnit: unit } : {}),
      ...(columns.some(({ cellUnit }) => cellUnit)
        ? { cellUnits: columns.map(({ cellUnit = '' }) => cellUnit) }
        : {}),
      targetMean: columns.map(({ standardisation }) => standardisation.mean),
      targetStd: columns.map(({ standardisation }) => standardisation.std),
    },
    warnings: columns.flatMap(({ name, only }) =>
      only === undefined
        ? []
        : [
            `${name} is ${only} in every item that is trained on; there is nothing to learn of it: predict another target.`,
          ],
    ),
    targetType: 'value',
    targetSize: columns.length,
    writeTarget: (item, to, offset) => {
      columns.forEach(({ of, standardisation }, column) => {
        to[offset + column] = standardise(of(item), standardisation);
      });
    },
  };
}

/** Of several values that are all alike. */
export function onlyValue(values: Float64Array): number | undefined {
  const known = values.filter((value) => !Number.isNaN(value));
  return known.length > 1 && known.every((value) => value === known[0]) ? known[0] : undefined;
}

function columnsOf({ name, values, size = 1, unit, cellUnit }: GivenValues) {
  return Array.from({ length: size }, (_, column) => ({
    name: size === 1 ? name : `${name}[${column}]`,
    unit,
    cellUnit,
    of: (item: number) => values[item * size + column],
  }));
}
