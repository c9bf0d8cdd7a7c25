import { augmentationProblems } from './augmentation-problems';
import { itemKindOf, namesPixels } from './data';
import { fieldProblems } from './data/field-problems';
import { headsOf } from './data/heads';
import { namedTargets } from './data/named-targets';
import { namesOfTargets } from './data/target-names';
import type { Experiment } from './experiment';
import { isOrdinal } from './ordinal-thresholds';
import type { Problem } from './problem';

/** What training asks of the data. */
export function dataProblems(experiment: Experiment): Problem[] {
  return [
    ...viewProblems(experiment),
    ...augmentationProblems(experiment),
    ...earlyStoppingProblems(experiment),
    ...targetProblems(experiment),
    ...splitProblems(experiment),
    ...statisticsProblems(experiment),
    ...classWeightProblems(experiment),
    ...orderProblems(experiment),
    ...classMapProblems(experiment),
    ...covariateProblems(experiment),
    ...originProblems(experiment),
    ...resamplingProblems(experiment),
    ...fieldProblems(experiment),
  ];
}

function covariateProblems({ data }: Experiment): Problem[] {
  if (data.dataset !== 'time-series') return [];
  const { timeColumn, valueColumn, seriesColumn, pastCovariates, futureCovariates } = data;
  const values = namesOfTargets(valueColumn);
  const taken = new Map<string, string>([
    ...values.map((name) => [name, 'what is forecast (data.valueColumn)'] as const),
    [timeColumn, 'the times (data.timeColumn)'] as const,
  ]);
  if (values.includes(timeColumn))
    return [
      {
        path: 'data.valueColumn',
        message: `${timeColumn} is ${taken.get(timeColumn)}; name what is forecast.`,
      },
    ];
  if (seriesColumn !== undefined) {
    const use = taken.get(seriesColumn);
    const message = use && `${seriesColumn} is ${use}; name the column that names the series.`;
    if (message) return [{ path: 'data.seriesColumn', message }];
    taken.set(seriesColumn, 'the names of the series (data.seriesColumn)');
  }
  return (['pastCovariates', 'futureCovariates'] as const).flatMap((setting) =>
    (setting === 'pastCovariates' ? pastCovariates : futureCovariates).flatMap((name) => {
      const use = taken.get(name);
      taken.set(name, `named already (data.${setting})`);
      return use === undefined
        ? []
        : [{ path: `data.${setting}`, message: `${name} is ${use}; take it out of this list.` }];
    }),
  );
}

/** Pieces of the test part, and the one that is tested on. */
function originProblems({ data }: Experiment): Problem[] {
  if (!('origins' in data || 'origin' in data) || itemKindOf(data).name !== 'time-series') return [];
  const { origins, origin } = data;
  if (origins === undefined && origin === undefined) return [];
  if (origins === undefined)
    return [
      {
        path: 'data.origins',
        message: 'Say how many pieces the test share is cut into, of which data.origin names one.',
      },
    ];
  if (origin === undefined || origin > origins)
    return [
      {
        path: 'data.origin',
        message: `Name one of the ${origins} pieces (data.origins), 1 to ${origins}; a study over data.origin has a run for each.`,
      },
    ];
  if (data.testFraction > 0) return [];
  return [
    {
      path: 'data.testFraction',
      message: 'Nothing is left to test at origins (data.origins); hold a share of the steps out.',
    },
  ];
}

function resamplingProblems({ data }: Experiment): Problem[] {
  if (data.dataset !== 'time-series') return [];
  const { resample, resampleBy, resampleByColumn = {} } = data;
  if (resample !== undefined && resampleBy === undefined)
    return [
      {
        path: 'data.resampleBy',
        message: 'Say what stands for the values in a step: mean, last or sum.',
      },
    ];
  const columns = [...namesOfTargets(data.valueColumn), ...data.pastCovariates, ...data.futureCovariates];
  const unknown = Object.keys(resampleByColumn).find((column) => !columns.includes(column));
  if (unknown !== undefined)
    return [
      {
        path: 'data.resampleByColumn',
        message: `No column ${unknown} is forecast or seen; those that are brought to steps are ${columns.join(', ')}.`,
      },
    ];
  const isSaid = resampleBy !== undefined || Object.keys(resampleByColumn).length > 0;
  if (resample !== undefined || !isSaid) return [];
  return [
    {
      path: 'data.resample',
      message: 'Name the step that rows are brought to, as 1 h, or leave data.resampleBy out.',
    },
  ];
}

/** Classes with an order have one likelihood, whose thresholds lie between neighbours. */
function orderProblems({ data, inference }: Experiment): Problem[] {
  if (data.dataset !== 'table') return [];
  const { classes, leaveOutClasses = [] } = data;
  const twice = classes?.find((name, at) => classes.indexOf(name) < at);
  const areOrdered = isOrdinal(data);
  const problems: readonly (Problem | false)[] = [
    classes !== undefined &&
      !areOrdered && {
        path: 'data.classes',
        message: 'Names the order of classes; set data.task to ordinal, or leave it out.',
      },
    twice !== undefined && {
      path: 'data.classes',
      message: `${twice} is there twice; each class has one place in the order.`,
    },
    areOrdered &&
      leaveOutClasses.length > 0 && {
        path: 'data.leaveOutClasses',
        message:
          'Classes in order are predicted by the thresholds between all of them; leave none out, or set data.task to classification.',
      },
    areOrdered &&
      inference.method === 'laplace' && {
        path: 'inference.method',
        message:
          'Laplace’s approximation knows classes without an order; use variational, swag or deep-ensemble, or set data.task to classification.',
      },
  ];
  return problems.filter((problem) => problem !== false);
}

/** Weights are of one likelihood of classes that are all trained on. */
function classWeightProblems({ data, inference }: Experiment): Problem[] {
  if (data.dataset !== 'table' || data.classWeights === undefined) return [];
  const path = 'data.classWeights';
  const problems: readonly (Problem | false)[] = [
    (data.task === 'regression' || headsOf(data).length > 0) && {
      path,
      message:
        'Classes are weighed where one is predicted (task: classification or ordinal, without heads); leave it out.',
    },
    data.leaveOutClasses !== undefined &&
      data.leaveOutClasses.length > 0 && {
        path,
        message: 'Classes are weighed or left out (data.leaveOutClasses); name one of the two.',
      },
    inference.method === 'laplace' && {
      path,
      message: 'Laplace’s curvature does not weigh classes; leave it out, or use another method.',
    },
  ];
  return problems.filter((problem) => problem !== false);
}

function splitProblems({ data }: Experiment): Problem[] {
  if (data.dataset !== 'table') return [];
  const { groups, splitColumn, testPath } = data;
  const targets = namesOfTargets(data.target);
  const isTarget = (['groups', 'splitColumn'] as const).filter((name) => targets.includes(data[name] ?? ''));
  return [
    ...isTarget.map((name) => ({
      path: `data.${name}`,
      message: `${data[name]} is what is predicted; rows split by it would be tested on values that nothing was trained on. Name another column.`,
    })),
    ...(groups !== undefined && splitColumn !== undefined
      ? [
          {
            path: 'data.groups',
            message:
              'The column of the split (data.splitColumn) says already where each row goes; name one of the two.',
          },
        ]
      : []),
    ...(testPath !== undefined && splitColumn !== undefined
      ? [
          {
            path: 'data.testPath',
            message:
              'The column of the split (data.splitColumn) says already which rows test; name one of the two.',
          },
        ]
      : []),
  ];
}

/** Scores are called by the targets, and names of scores have an end. */
const longestName = 48;

function targetProblems({ data }: Experiment): Problem[] {
  const { path, names } = namedTargets(data);
  const given = names.find((name) => data.dataset === 'arrays' && name === data.inputs);
  if (given !== undefined)
    return [{ path, message: `${given} is what is predicted from (data.inputs); name what is predicted.` }];
  const leftOut = data.dataset === 'table' ? data.leaveOut.find((name) => names.includes(name)) : undefined;
  if (leftOut !== undefined)
    return [
      { path: 'data.leaveOut', message: `${leftOut} is what is predicted; take it out of one of the two.` },
    ];
  if (data.dataset === 'images' && data.task === 'segmentation' && names.length > 0)
    return [
      {
        path,
        message:
          'Classes of pixels are told by masks, not by a column; leave it out, or set another data.task.',
      },
    ];
  if (names.length < 2) return [];
  const twice = names.find((name, at) => names.indexOf(name) < at);
  if (twice !== undefined) return [{ path, message: `${twice} is there twice; each is predicted once.` }];
  const long = names.find(({ length }) => length > longestName);
  if (long !== undefined)
    return [
      {
        path,
        message: `${long} has more than ${longestName} characters, too many for the names of scores; call it by a shorter name.`,
      },
    ];
  if (!('task' in data) || data.task === 'regression' || headsOf(data).length > 0) return [];
  return [
    {
      path: 'data.task',
      message: `Several targets (${names.join(', ')}) are predicted as numbers, and not as classes, where they have no heads (data.heads); set regression, or name one.`,
    },
  ];
}

/** Names that nothing would be called by. */
function classMapProblems({ data }: Experiment): Problem[] {
  if (!('classNames' in data) || data.classNames.length === 0) return [];
  const { classNames } = data;
  const twice = classNames.find((name, at) => classNames.indexOf(name) < at);
  if (twice !== undefined)
    return [
      { path: 'data.classNames', message: `${twice} is there twice; each class has a name of its own.` },
    ];
  if (namesPixels(data)) return [];
  return [
    {
      path: 'data.classNames',
      message: 'Names the classes of pixels; set data.task to segmentation, or leave it empty.',
    },
  ];
}

/** ImageNet's pictures have colours. */
function statisticsProblems({ data }: Experiment): Problem[] {
  if (data.dataset !== 'images' || data.statistics === 'training' || data.colours === 'colour') return [];
  return [
    {
      path: 'data.statistics',
      message:
        'ImageNet’s are of red, green and blue; set training where data.colours is grey, or take the colours.',
    },
  ];
}

function earlyStoppingProblems({ data, training }: Experiment): Problem[] {
  if (training.earlyStopping?.by !== 'validation.nll' || data.validationFraction > 0) return [];
  return [
    {
      path: 'data.validationFraction',
      message:
        'Early stopping goes by validation.nll; hold items out for it, or set training.earlyStopping.by to train.loss.',
    },
  ];
}

function viewProblems({ data, training }: Experiment): Problem[] {
  if (training.views === 0 || itemKindOf(data).canBeAugmented) return [];
  return [
    {
      path: 'training.views',
      message: `Only pictures have random views; set 0 with ${data.dataset}.`,
    },
  ];
}
