import type { Experiment } from '../../src-shared/experiment/experiment';
import type { Regression, RunData } from './run-data';

/** What a run will have no scores of, and targets that hold nothing to learn: whole sentences. */
export function nothingToMeasure(data: RunData, { training }: Experiment): readonly string[] {
  const { task, test, validation } = data;
  return [
    ...(test.length > 0
      ? []
      : ['No item is left for the test (data.testFraction), so this run will have no test scores.']),
    ...(validation.length > 0 || training.earlyStopping?.by !== 'validation.nll'
      ? []
      : [
          'No item is left for validation (data.validationFraction), so early stopping has nothing to go by and training runs through all its epochs.',
        ]),
    ...(task.kind === 'regression' ? constantTargets(data, task) : []).flatMap(({ name, sentence }) =>
      // Reading the data may have told it already.
      data.warnings.some((told) => told.startsWith(`${name} is `)) ? [] : [sentence],
    ),
  ];
}

function constantTargets({ train, targetsOf }: RunData, { targetNames, targetMean }: Regression) {
  const first = targetNames.map(() => Number.NaN);
  const varies = targetNames.map(() => false);
  for (let item = 0; item < train.length && varies.includes(false); item += 1)
    targetsOf(train.subarray(item, item + 1)).forEach((value, at) => {
      const target = at % targetNames.length;
      if (Number.isNaN(first[target])) first[target] = value;
      if (!Number.isNaN(value) && value !== first[target]) varies[target] = true;
    });
  return targetNames.flatMap((name, target) =>
    varies[target] || Number.isNaN(first[target])
      ? []
      : [
          {
            name,
            sentence: `${name} is ${Number(targetMean[target].toPrecision(6))} wherever it is trained on: there is nothing to learn of it, and its scores say nothing.`,
          },
        ],
  );
}
