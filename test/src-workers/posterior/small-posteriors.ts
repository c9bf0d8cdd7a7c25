import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type ExperimentInput, experimentSchema } from '../../../src-shared/experiment/experiment';
import { learnedByDefault } from '../../../src-shared/experiment/noise/learned';
import type {
  InputNormalisation,
  PosteriorMetadata,
  PosteriorTask,
} from '../../../src-shared/posterior/posterior-metadata';
import { flatten, layoutOf } from '../../../src-workers/engine/parameter-layout';
import { planSteps } from '../../../src-workers/parallel/step-plan';
import { fillStatelessNormal } from '../../../src-workers/random/stateless-noise';
import { encodePosterior } from '../../../src-workers/run/posterior-file';
import { runProgram } from '../../../src-workers/train/run-program';

/** A posterior that no run made: a small network with random weights, as a run's file. */
export interface SmallPosterior {
  readonly name: string;
  readonly experiment: Omit<ExperimentInput, 'parallel'>;
  readonly task: PosteriorTask;
  readonly normalisation: InputNormalisation;
  readonly timeStep?: PosteriorMetadata['timeStep'];
}

export const pictureTask: PosteriorTask = {
  kind: 'classification',
  inputShape: [8, 8, 1],
  classNames: ['a', 'b', 'c'],
};

const grey: InputNormalisation = { mean: [0.3], std: [0.25] };
const training = { samples: 3, batchSize: 4 };
const digits = { dataset: 'digits' } as const;

export const pictureMlp: SmallPosterior = {
  name: 'mlp',
  experiment: { data: digits, model: { kind: 'mlp', hidden: [5], activation: 'gelu' }, training },
  task: pictureTask,
  normalisation: grey,
};

export const pictureVit = picture('vit', {
  model: { kind: 'vit', patchSize: 4, width: 8, depth: 1, heads: 2, mlpWidth: 6 },
});

export const tableMlp: SmallPosterior = {
  name: 'table',
  experiment: {
    data: { dataset: 'table', path: 'unused.csv', target: 'y' },
    model: { kind: 'mlp', hidden: [6] },
    inference: { noise: { kind: 'fixed', std: 0.5 } },
    training,
  },
  task: {
    kind: 'regression',
    inputShape: [2],
    targetShape: [1],
    targetNames: ['y'],
    targetUnit: 'MPa',
    targetMean: [10],
    targetStd: [4],
  },
  normalisation: { names: ['u', 'v'], mean: [1, -2], std: [2, 0.5] },
};

/** Empty cells count as the medians, which are not the means. */
const tableWithMedians: SmallPosterior = {
  ...tableMlp,
  name: 'table with medians',
  normalisation: { ...tableMlp.normalisation, empty: [4, -1] },
};

/** Each chain has a noise of its own. */
const chainsOfTable: SmallPosterior['experiment'] = {
  ...tableMlp.experiment,
  inference: { method: 'sg-mcmc', noise: { kind: 'learned' } },
};

/** Two values, each with a learned noise of its own. */
const twoOfTable = (name: string, inference: ExperimentInput['inference']): SmallPosterior => ({
  ...tableMlp,
  name,
  experiment: {
    ...tableMlp.experiment,
    data: { dataset: 'table', path: 'unused.csv', target: ['y', 'z'] },
    inference,
  },
  task: {
    kind: 'regression',
    inputShape: [2],
    targetShape: [2],
    targetNames: ['y', 'z'],
    targetMean: [10, -3],
    targetStd: [4, 50],
  },
});

export const seriesTransformer: SmallPosterior = {
  name: 'transformer',
  experiment: {
    data: { dataset: 'time-series', path: 'unused.csv', history: 6, horizon: 4, gaps: 'mask' },
    model: { kind: 'transformer', width: 8, heads: 2, encoderLayers: 1, decoderLayers: 1, feedForward: 12 },
    training,
  },
  task: {
    kind: 'regression',
    inputShape: [10, 9],
    targetShape: [4, 1],
    targetNames: ['OT'],
    targetMean: [20],
    targetStd: [5],
  },
  normalisation: { names: ['OT'], mean: [20], std: [5] },
};

/** Forecasts from the values alone. */
export const seriesWithoutCalendar: SmallPosterior = {
  ...seriesTransformer,
  name: 'transformer without calendar',
  experiment: {
    ...seriesTransformer.experiment,
    data: { dataset: 'time-series', path: 'unused.csv', history: 6, horizon: 4, calendar: false },
  },
  task: { ...seriesTransformer.task, inputShape: [6, 1] },
};

/** Forecasts from the wind of the past and the temperature ahead, too. */
export const seriesWithCovariates: SmallPosterior = {
  ...seriesTransformer,
  name: 'transformer with covariates',
  experiment: {
    ...seriesTransformer.experiment,
    data: {
      dataset: 'time-series',
      path: 'unused.csv',
      history: 6,
      horizon: 4,
      calendar: false,
      pastCovariates: ['wind'],
      futureCovariates: ['temperature'],
    },
  },
  task: { ...seriesTransformer.task, inputShape: [10, 3] },
  normalisation: { names: ['OT', 'wind', 'temperature'], mean: [20, 4, 9], std: [5, 2, 3] },
};

/** Forecasts two columns together, with the temperature ahead. */
export const seriesOfTwo: SmallPosterior = {
  ...seriesWithCovariates,
  name: 'transformer of two columns',
  experiment: {
    ...seriesTransformer.experiment,
    data: {
      dataset: 'time-series',
      path: 'unused.csv',
      valueColumn: ['OT', 'wind'],
      history: 6,
      horizon: 4,
      calendar: false,
      futureCovariates: ['temperature'],
    },
  },
  task: {
    kind: 'regression',
    inputShape: [10, 3],
    targetShape: [4, 2],
    targetNames: ['OT', 'wind'],
    targetMean: [20, 4],
    targetStd: [5, 2],
  },
};

const seriesMlp: SmallPosterior = {
  ...seriesTransformer,
  name: 'mlp of a series',
  experiment: { ...seriesTransformer.experiment, model: { kind: 'mlp', hidden: [7] } },
};

export const fieldSwin: SmallPosterior = {
  name: 'swin',
  experiment: {
    data: { dataset: 'field', path: 'unused.nc', variables: ['p', 'q'] },
    model: { kind: 'swin', patchSize: 1, width: 8, depths: [2, 1], headWidth: 4, window: 2 },
    training,
  },
  task: {
    kind: 'regression',
    inputShape: [5, 6, 2],
    targetShape: [5, 6, 2],
    targetNames: ['p', 'q'],
    targetMean: [1, 2],
    targetStd: [3, 4],
  },
  normalisation: { names: ['p', 'q'], mean: [1, 2], std: [3, 4] },
};

/** q of the next step, of two steps of p and a field that does not change. */
export const fieldsWithHistory: SmallPosterior = {
  name: 'fields with history',
  experiment: {
    ...fieldSwin.experiment,
    data: {
      dataset: 'field',
      path: 'unused.nc',
      variables: ['p'],
      targets: ['q'],
      history: 2,
      static: ['land'],
    },
  },
  task: {
    kind: 'regression',
    inputShape: [5, 6, 3],
    targetShape: [5, 6, 1],
    targetNames: ['q'],
    targetUnit: 'K',
    targetMean: [110],
    targetStd: [4],
  },
  normalisation: { names: ['p (t-1)', 'p (t)', 'land'], mean: [20, 20, 0.5], std: [3, 3, 0.5] },
};

/** A class for each pixel. */
export const classMaps: SmallPosterior = {
  name: 'class maps',
  experiment: {
    data: { dataset: 'arrays', path: 'unused.npz', task: 'segmentation' },
    model: { kind: 'mlp', hidden: [5] },
    training,
  },
  task: { kind: 'segmentation', inputShape: [4, 5, 2], targetShape: [4, 5], classNames: ['a', 'b', 'c'] },
  normalisation: { mean: [1, -2], std: [2, 0.5] },
};

type Noise = NonNullable<NonNullable<ExperimentInput['inference']>['noise']>;

const withNoise = (small: SmallPosterior, noise: Noise): SmallPosterior => ({
  ...small,
  name: `${noise.kind} noise of a ${small.name}`,
  experiment: { ...small.experiment, inference: { noise } },
});

/** The network gives the noise beside each value. */
const withPredictedNoise = (small: SmallPosterior) => withNoise(small, { kind: 'predicted', std: 0.3 });

/** Counts are multiples of a unit. */
export const countsOfTable: SmallPosterior = {
  ...withNoise(tableMlp, { kind: 'poisson' }),
  task: {
    ...(tableMlp.task as Extract<PosteriorTask, { kind: 'regression' }>),
    targetMean: [0],
    targetStd: [6.5],
  },
};

/** Counts with a dispersion that the network gives beside their mean. */
const overDispersedOfTable: SmallPosterior = {
  ...withNoise(tableMlp, { kind: 'negative-binomial', dispersion: 0.4 }),
  task: countsOfTable.task,
};

/** Classes from the least to the most. */
export const gradesOfTable: SmallPosterior = {
  ...tableMlp,
  name: 'grades of a table',
  experiment: {
    ...tableMlp.experiment,
    data: { dataset: 'table', path: 'unused.csv', target: 'grade', task: 'ordinal' },
    inference: {},
  },
  task: {
    kind: 'classification',
    inputShape: [2],
    classNames: ['1', '2', '3', '4'],
    thresholds: [-1.2, 0.1, 0.4],
  },
};

/** Two columns of texts have embeddings, whose places are the last inputs. */
export const textsOfTable: SmallPosterior = {
  ...tableMlp,
  name: 'texts of a table',
  task: {
    ...(tableMlp.task as Extract<PosteriorTask, { kind: 'regression' }>),
    inputShape: [4],
    embeddings: [
      { column: 'site', categories: ['a', 'b', 'c'], size: 2 },
      { column: 'kind', categories: ['x', 'y'], size: 3 },
    ],
  },
  normalisation: { names: ['u', 'v', 'site', 'kind'], mean: [1, -2, 0, 0], std: [2, 0.5, 1, 1] },
};

/** A class, a value with its log-variance and a count of each row, each with a likelihood of its own. */
export const headsOfTable: SmallPosterior = {
  ...tableMlp,
  name: 'heads of a table',
  experiment: {
    ...tableMlp.experiment,
    data: {
      dataset: 'table',
      path: 'unused.csv',
      target: ['kind', 'y', 'n'],
      heads: [
        { target: 'kind', task: 'classification' },
        { target: 'y', noise: { kind: 'log-variance' } },
        { target: 'n', noise: { kind: 'poisson' } },
      ],
    },
  },
  task: {
    kind: 'heads',
    inputShape: [2],
    targetShape: [3],
    heads: [
      {
        name: 'kind',
        noise: learnedByDefault,
        weight: 1,
        outputs: [],
        task: { kind: 'classification', inputShape: [2], classNames: ['flat', 'house'] },
      },
      {
        name: 'y',
        noise: { kind: 'log-variance' },
        weight: 1,
        outputs: [],
        task: { ...(tableMlp.task as Extract<PosteriorTask, { kind: 'regression' }>) },
      },
      {
        name: 'n',
        noise: { kind: 'poisson', zeroIs: 'mean-count' },
        weight: 1,
        outputs: [],
        task: {
          ...(tableMlp.task as Extract<PosteriorTask, { kind: 'regression' }>),
          targetNames: ['n'],
          targetMean: [0],
          targetStd: [6.5],
        },
      },
    ],
  },
};

/** The network gives three quantiles of each value. */
export const withQuantiles = (small: SmallPosterior) =>
  withNoise(small, { kind: 'quantiles', levels: [0.1, 0.5, 0.8] });

/** One of each network, each method and each noise. */
export const smallPosteriors: readonly SmallPosterior[] = [
  pictureMlp,
  picture('cnn', { model: { kind: 'cnn', channels: [3, 4], hidden: [5] } }),
  pictureVit,
  tableMlp,
  tableWithMedians,
  seriesTransformer,
  seriesWithoutCalendar,
  seriesWithCovariates,
  seriesOfTwo,
  withPredictedNoise(seriesOfTwo),
  seriesMlp,
  fieldSwin,
  fieldsWithHistory,
  classMaps,
  picture('mc-dropout', {
    model: { kind: 'mlp', hidden: [7], dropout: 0.4 },
    inference: { method: 'mc-dropout' },
  }),
  picture('low-rank', { inference: { method: 'low-rank', rank: 2 } }),
  picture('rank-1', {
    model: { kind: 'cnn', channels: [3, 4], hidden: [5] },
    inference: { method: 'rank-1', factorStd: 0.3 },
  }),
  picture('deep-ensemble', { inference: { method: 'deep-ensemble' } }),
  picture('multi-swag', { inference: { method: 'multi-swag' } }),
  picture('svgd', { inference: { method: 'svgd' } }),
  picture('hmc', { inference: { method: 'hmc' } }),
  picture('sg-mcmc', { inference: { method: 'sg-mcmc' } }),
  { ...tableMlp, name: 'chains of a table', experiment: chainsOfTable },
  twoOfTable('two values', {}),
  twoOfTable('two values under one noise', { noise: { kind: 'learned', perTarget: false } }),
  twoOfTable('two values of chains', { method: 'sg-mcmc' }),
  withPredictedNoise(tableMlp),
  withPredictedNoise(seriesTransformer),
  withPredictedNoise(fieldSwin),
  withNoise(tableMlp, { kind: 'log-variance' }),
  overDispersedOfTable,
  countsOfTable,
  gradesOfTable,
  textsOfTable,
  withQuantiles(tableMlp),
  withQuantiles(seriesTransformer),
  withQuantiles(fieldSwin),
  picture('point-estimate', {
    inference: { method: 'point-estimate' },
    training: { ...training, samples: 1 },
  }),
  picture('partly Bayesian', { inference: { pointEstimateLayers: ['layers.0'] } }),
  picture('its last layer Bayesian', {
    model: { kind: 'cnn', channels: [3, 4], hidden: [5] },
    inference: { bayesianLayers: ['last'] },
  }),
];

/** Drawn around each of three networks: exports hold draws, which the linearised network of all weights would not be. */
export const drawnAround: readonly SmallPosterior[] = [
  picture('laplace of one network', {
    inference: { method: 'laplace', weights: 'last-layer' },
    training: { ...training, samples: 1 },
  }),
  picture('laplace', { inference: { method: 'laplace', weights: 'last-layer' } }),
  picture('laplace of all weights', {
    inference: { method: 'laplace', weights: 'all', predictive: 'network' },
  }),
  {
    ...tableMlp,
    name: 'laplace of a table',
    experiment: {
      ...tableMlp.experiment,
      inference: { method: 'laplace', noise: { kind: 'learned' }, predictive: 'network' },
    },
  },
  twoOfTable('laplace of two values', { method: 'laplace', predictive: 'network' }),
];

/** Writes `posterior.safetensors` into a folder, as a run would have left it; returns its path. */
export function writePosterior(
  folder: string,
  { experiment: input, task, normalisation, timeStep }: SmallPosterior,
): string {
  const experiment = experimentSchema.parse({
    ...input,
    evaluation: { samples: training.samples },
    parallel: { mode: 'local', devices: ['cpu:0'] },
  });
  const steps = planSteps(experiment, 0, 1, experiment.training.batchSize);
  const { method } = experiment.inference;
  const plan = method === 'laplace' ? { ...steps, modes: experiment.training.samples } : steps;
  const { program } = runProgram(experiment, plan, task, experiment.training.batchSize);
  const layout = layoutOf(program.parameters);
  const values = layout.slots.map(({ name, size }, index) => {
    const normal = new Float32Array(size);
    fillStatelessNormal(7, index, normal);
    // Spread enough that samples differ and every part of a network shows in its outputs.
    return name.endsWith('log_std')
      ? normal.map((value) => -1.5 + 0.2 * value)
      : normal.map((value) => 0.4 * value);
  });
  const facts = { experiment, runId: 'run-1', task, normalisation, timeStep, step: 1 };
  const file = join(folder, 'posterior.safetensors');
  writeFileSync(file, encodePosterior(layout, flatten(layout, values), facts));
  return file;
}

/** Random inputs as a person has them, before standardisation; some are not known where that can be. */
export function rawInputs({ task, normalisation }: PosteriorMetadata, items: number): Float32Array {
  const size = task.inputShape.reduce((product, side) => product * side, 1);
  const raw = new Float32Array(items * size);
  fillStatelessNormal(3, items, raw);
  if (arePictures(task)) return raw.map((value) => Math.min(255, Math.abs(value) * 100));
  const columns = task.inputShape[task.inputShape.length - 1];
  const placed = task.kind === 'regression' ? (task.embeddings ?? []).length : 0;
  return raw.map((value, at) => {
    // A known gap, where a network takes such.
    if ((task.inputShape.length > 1 || normalisation.empty) && at === 0) return Number.NaN;
    const column = at % columns;
    if (column >= columns - placed) return Math.abs(Math.round(value)) % 3;
    return column < normalisation.mean.length
      ? normalisation.mean[column] + normalisation.std[column] * value
      : Math.sin(value);
  });
}

/** The same inputs as the app's own readers give them to the network. */
export function standardised(
  { task, normalisation, experiment: { data } }: PosteriorMetadata,
  raw: Float32Array,
): Float32Array {
  const { mean, std, empty = mean } = normalisation;
  const columns = task.inputShape[task.inputShape.length - 1];
  const scale = arePictures(task) ? 255 : 1;
  const isSeries = task.inputShape.length === 2;
  // Without a calendar there is nothing of the steps to forecast among the inputs.
  const horizon = task.kind === 'regression' && isSeries && columns > 1 ? task.targetShape[0] : 0;
  // The values, and covariates of the past.
  const unseen =
    data.dataset === 'time-series' ? [data.valueColumn].flat().length + data.pastCovariates.length : 1;
  return raw.map((value, at) => {
    const column = at % columns;
    const step = Math.floor(at / columns) % task.inputShape[0];
    if (isSeries && column < unseen && step >= task.inputShape[0] - horizon) return 0;
    if (column >= mean.length) return value;
    return ((Number.isNaN(value) ? empty[column] : value / scale) - mean[column]) / std[column];
  });
}

/** Those of small posteriors have a class each. */
function arePictures({ kind, inputShape }: PosteriorTask): boolean {
  return kind === 'classification' && inputShape.length === 3;
}

function picture(name: string, parts: Partial<SmallPosterior['experiment']>): SmallPosterior {
  return { ...pictureMlp, name, experiment: { ...pictureMlp.experiment, ...parts } };
}
