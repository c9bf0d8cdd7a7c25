import { namesPixels } from '../../../src-shared/experiment/data';
import type { Experiment } from '../../../src-shared/experiment/experiment';
import { methodFacts } from '../../../src-shared/experiment/methods';
import { noiseFacts } from '../../../src-shared/experiment/noise';
import { isInTargetUnit, isOfWorker, meaningOf, targetOfScore } from '../../../src-shared/metrics';
import type { RunSummary } from '../../../src-shared/runs/runs';
import { scoreUnitOf } from '../../../src-shared/runs/score-unit';
import { hasHeads, namesClasses } from '../describe';

/** One chart of a run's curves. */
export interface RunChart {
  readonly title: string;
  readonly unit: string;
  /** Decides how values are written. */
  readonly metric: string;
  /** The metrics it draws, training first. */
  readonly names: readonly string[];
  /** What its numbers must not be mistaken for. */
  readonly note?: string;
  /** Shown also before anything is measured. */
  readonly isUsual: boolean;
}

const perItem = 'nats per item';
const onOneScale = 'Negative log-likelihood, training and validation';
const ofTraining =
  'Over all values of an item, each target divided by its spread: not to be held against the validation’s, which is per value in the target’s own unit.';

const ofHeads =
  'Of all targets together, each times the weight of its head and divided by its spread: not to be held against the validation’s, which is in the targets’ own units.';

const ofPixels =
  'Summed over all pixels of an item: not to be held against the validation’s, which is per pixel.';

/** The charts that say what a run of this experiment does: a loss by its right name, and no divergence where there is none. */
export function runCharts(run: Pick<RunSummary, 'experiment' | 'metrics'>): readonly RunChart[] {
  const { experiment } = run;
  return [
    ...(methodFacts(experiment.inference).hasDivergence ? boundCharts(experiment) : lossChart(experiment)),
    ...scoreCharts(experiment, scoreUnitOf(run)),
  ];
}

/**
 * A chart for each metric that is in none of these: what else the run measured, as other programs' runs do.
 * @param scoreUnit of those in the unit of what is predicted
 */
export function otherCharts(
  charts: readonly RunChart[],
  measured: readonly string[],
  scoreUnit: string,
): readonly RunChart[] {
  const drawn = new Set(charts.flatMap(({ names }) => names));
  return measured
    .filter((name) => !drawn.has(name) && !isOfWorker(name))
    .map((name) => chart(meaningOf(name).label, unitOfCurve(name, scoreUnit), [name], false));
}

/** The unit of a metric’s curve. @param scoreUnit of those in the unit of what is predicted; one of several targets has its own */
export function unitOfCurve(name: string, scoreUnit: string): string {
  return isInTargetUnit(name) && targetOfScore(name) === undefined ? scoreUnit : meaningOf(name).unit;
}

/** Training weighs the likelihood of the data against how far the weights moved from their prior. */
function boundCharts(experiment: Experiment): readonly RunChart[] {
  const name = experiment.inference.objective === 'pooled' ? 'pooled objective' : 'negative ELBO';
  return [
    chart(`Loss (${name})`, perItem, ['train.loss'], true),
    likelihood('Negative log-likelihood', 'train.nll', experiment),
    chart('KL divergence', perItem, ['train.kl'], true),
  ];
}

/** Dropout, ensembles and single networks minimise the likelihood's loss alone; a prior enters as weight decay. */
function lossChart(experiment: Experiment): readonly RunChart[] {
  const { lossOf, hasChains } = methodFacts(experiment.inference);
  if (hasChains)
    return [
      chart(`Potential energy (negative log posterior, ${lossOf})`, perItem, ['train.loss'], true),
      likelihood('Negative log-likelihood', 'train.nll', experiment),
    ];
  const whose = lossOf === undefined ? '' : `, ${lossOf}`;
  return [likelihood(`Loss (negative log-likelihood${whose})`, 'train.loss', experiment)];
}

function likelihood(title: string, name: string, experiment: Experiment): RunChart {
  if (namesPixels(experiment.data)) return { ...chart(title, perItem, [name], true), note: ofPixels };
  if (hasHeads(experiment)) return { ...chart(title, perItem, [name], true), note: ofHeads };
  if (namesClasses(experiment)) return chart(title, perItem, [name, 'validation.nll'], true);
  const note = noiseFacts(experiment.inference.noise).lossNote ?? ofTraining;
  return { ...chart(title, perItem, [name], true), note };
}

function scoreCharts(experiment: Experiment, unit: string): readonly RunChart[] {
  if (namesPixels(experiment.data))
    return [
      chart('Accuracy of pixels', '', ['train.accuracy', 'validation.accuracy'], true),
      chart('Mean intersection over union', '', ['validation.meanIoU'], false),
      chart(onOneScale, 'nats per pixel', ['train.valueNll', 'validation.nll'], false),
    ];
  if (hasHeads(experiment))
    return [
      chart(
        'Negative log-likelihood on validation items, summed over the targets',
        perItem,
        ['validation.nll'],
        false,
      ),
    ];
  if (namesClasses(experiment))
    return [chart('Accuracy', '', ['train.accuracy', 'validation.accuracy'], true)];
  return [
    chart('Error (RMSE)', unit, ['validation.rmse'], false),
    chart(onOneScale, 'nats per value', ['train.valueNll', 'validation.nll'], false),
  ];
}

function chart(title: string, unit: string, names: readonly string[], isUsual: boolean): RunChart {
  return { title, unit, metric: names[0] ?? '', names, isUsual };
}
