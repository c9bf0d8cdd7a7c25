import { z } from 'zod';

/** The furthest moment that a date can be, in milliseconds from the Unix epoch (ECMA-262, "Time Values and Time Range"). */
export const furthestTime = 8.64e15;

/** One measured number of a run. NaN and infinities are allowed: a diverging run must show as one. */
export const metricPointSchema = z.strictObject({
  name: z.string().min(1).max(80),
  step: z.int().min(0),
  /** Epochs done, as a fraction: 1.5 is half way through the second. */
  epoch: z.number().min(0),
  /** Milliseconds since the Unix epoch. */
  time: z.number().min(-furthestTime).max(furthestTime),
  value: z.union([z.number(), z.nan(), z.literal(Infinity), z.literal(-Infinity)]),
});
export type MetricPoint = Readonly<z.output<typeof metricPointSchema>>;

/** Whether a worker measured it of itself, such as its times; all else is of the run. */
export function isOfWorker(name: string): boolean {
  return name.startsWith('worker.');
}

/** Whether a run's last value is kept with it and listed: its scores, its loss, and whatever another program measured. */
export function isListed(name: string): boolean {
  const isOwnOfTraining = name.startsWith('train.') && meaningOf(name).label !== name;
  return name === 'train.loss' || !(isOwnOfTraining || isOfWorker(name));
}

export interface MetricMeaning {
  readonly label: string;
  /** Empty for a pure number. */
  readonly unit: string;
  readonly better: 'lower' | 'higher' | 'neither';
  /** What it should be, where values on both sides of that are worse. */
  readonly nearestTo?: number;
}

const ofTarget = 'unit of the target';

const meanings: Readonly<Record<string, MetricMeaning>> = {
  'train.loss': { label: 'Training loss', unit: 'nats per item', better: 'lower' },
  'train.nll': { label: 'Training negative log-likelihood', unit: 'nats per item', better: 'lower' },
  'train.valueNll': {
    label: 'Training negative log-likelihood, on the scale of validation',
    unit: 'nats per value',
    better: 'lower',
  },
  'train.kl': { label: 'KL divergence', unit: 'nats per item', better: 'neither' },
  'posterior.rHat': { label: 'R-hat of predictions, the worst', unit: '', better: 'lower' },
  'posterior.ess': { label: 'Effective draws for predictions, the fewest', unit: '', better: 'higher' },
  'posterior.weightRHat': { label: 'R-hat of weights, the worst', unit: '', better: 'neither' },
  'posterior.weightEss': { label: 'Effective draws of weights, the fewest', unit: '', better: 'neither' },
  'posterior.divergent': { label: 'Share of draws by trajectories that diverged', unit: '', better: 'lower' },
  'posterior.logEvidence': {
    label: 'Log evidence of the approximation',
    unit: 'nats per item',
    better: 'higher',
  },
  'posterior.priorPrecision': { label: 'Precision of the weights’ prior', unit: '', better: 'neither' },
  'posterior.determinedWeights': { label: 'Weights that the data determine', unit: '', better: 'neither' },
  'posterior.stillToFall': {
    label: 'What the loss could still fall by',
    unit: 'nats per item',
    better: 'lower',
  },
  'train.acceptance': { label: 'Acceptance along trajectories', unit: '', better: 'neither' },
  'train.divergent': { label: 'Share of chains whose trajectory diverged', unit: '', better: 'lower' },
  'train.leapfrogs': { label: 'Steps of a trajectory', unit: '', better: 'neither' },
  'train.logPrior': { label: 'Log density of the prior', unit: 'nats per item', better: 'neither' },
  'train.accuracy': { label: 'Training accuracy', unit: '', better: 'higher' },
  'train.learningRate': { label: 'Learning rate', unit: '', better: 'neither' },
  // Of scores nats are of each item's class, each value or each pixel: what is scored.
  accuracy: { label: 'Accuracy', unit: '', better: 'higher' },
  balancedAccuracy: { label: 'Accuracy, the mean over the classes', unit: '', better: 'higher' },
  nll: { label: 'Negative log-likelihood', unit: 'nats', better: 'lower' },
  meanIoU: { label: 'Mean intersection over union', unit: '', better: 'higher' },
  dice: { label: 'Mean Dice coefficient', unit: '', better: 'higher' },
  boundaryEce: { label: 'Calibration error near boundaries', unit: '', better: 'lower' },
  rps: { label: 'Ranked probability score', unit: '', better: 'lower' },
  rankError: { label: 'Mean absolute error in ranks', unit: 'classes', better: 'lower' },
  brier: { label: 'Brier score', unit: '', better: 'lower' },
  ece: { label: 'Calibration error', unit: '', better: 'lower' },
  mace: { label: 'Mean absolute calibration error', unit: '', better: 'lower' },
  entropy: { label: 'Predictive entropy', unit: 'nats', better: 'neither' },
  aleatoric: { label: 'Aleatoric part of the entropy', unit: 'nats', better: 'neither' },
  epistemic: { label: 'Epistemic part: mutual information', unit: 'nats', better: 'neither' },
  mse: { label: 'Mean squared error of draws, standardised', unit: '', better: 'lower' },
  rmse: { label: 'Root mean squared error', unit: ofTarget, better: 'lower' },
  mae: { label: 'Mean absolute error', unit: ofTarget, better: 'lower' },
  crps: { label: 'Continuous ranked probability score', unit: ofTarget, better: 'lower' },
  rmseByArea: { label: 'Root mean squared error, cells by their area', unit: ofTarget, better: 'lower' },
  crpsByArea: {
    label: 'Continuous ranked probability score, cells by their area',
    unit: ofTarget,
    better: 'lower',
  },
  deviance: { label: 'Mean Poisson deviance', unit: '', better: 'lower' },
  pinball: { label: 'Pinball loss, mean over the quantiles', unit: ofTarget, better: 'lower' },
  crossing: { label: 'Values whose quantiles cross', unit: '', better: 'lower' },
  coverage50: {
    label: 'Truths inside the central 50 % interval',
    unit: '',
    better: 'neither',
    nearestTo: 0.5,
  },
  coverage90: {
    label: 'Truths inside the central 90 % interval',
    unit: '',
    better: 'neither',
    nearestTo: 0.9,
  },
  differentSamples: { label: 'Different samples that predictions are worth', unit: '', better: 'neither' },
  spreadGrowth: { label: 'Standard deviations, in times of their start', unit: '', better: 'neither' },
  elboRise: {
    label: 'Rise of the ELBO over the last quarter of the steps',
    unit: 'nats per item',
    better: 'neither',
  },
  elboRiseError: { label: 'Standard error of that rise', unit: 'nats per item', better: 'neither' },
  sampleNoise: {
    label: 'Share of the gradient’s noise that weight samples make',
    unit: '',
    better: 'neither',
  },
  signalToNoise: { label: 'Median of |mean| / std of a weight', unit: '', better: 'neither' },
  atPrior: { label: 'Share of weights whose posterior is the prior', unit: '', better: 'neither' },
  stepMs: { label: 'Step time', unit: 'ms', better: 'lower' },
  inputMs: { label: 'Waiting for the items of a step', unit: 'ms', better: 'lower' },
  computeMs: { label: 'Compute time of a step', unit: 'ms', better: 'lower' },
  exchangeMs: { label: 'Gradient exchange time of a step', unit: 'ms', better: 'lower' },
  evaluationMs: { label: 'Validation, spread over the steps before it', unit: 'ms', better: 'lower' },
  busyCores: { label: 'Cores that the worker keeps busy', unit: 'cores', better: 'neither' },
  machineCores: { label: 'Cores of the machine that anything keeps busy', unit: 'cores', better: 'neither' },
  memoryMB: { label: 'Memory of the worker', unit: 'MB', better: 'lower' },
};

/** Whether a metric is measured in whatever unit the target has. */
export function isInTargetUnit(name: string): boolean {
  return meaningOf(name).unit === ofTarget;
}

/** Imported metrics may be called `constructor`, which every object has. */
function knownMeaning(name: string): MetricMeaning | undefined {
  return Object.hasOwn(meanings, name) ? meanings[name] : undefined;
}

/** What a metric name such as `test.ece` or `worker.0.stepMs` means; an unknown name stands for itself. */
export function meaningOf(name: string): MetricMeaning {
  const ofOne = meaningOfOneTarget(name);
  if (ofOne) return ofOne;
  const last = name.slice(name.lastIndexOf('.') + 1);
  const meaning = knownMeaning(name) ?? knownMeaning(last);
  if (!meaning) return { label: name, unit: '', better: 'neither' };
  const [scope, rank] = name.split('.');
  if (scope === 'worker') return { ...meaning, label: `${meaning.label}, worker ${rank}` };
  if (knownMeaning(name)) return meaning;
  return { ...meaning, label: `${meaning.label} (${scope})` };
}

/** Of several targets each has scores of its own: `test.rmse.price`. */
function meaningOfOneTarget(name: string): MetricMeaning | undefined {
  const found = scoreOfTarget(name);
  return found && { ...found.meaning, label: `${found.meaning.label} of ${found.target} (${found.scope})` };
}

/** The target that a score is of, where it is of one of several: `price` of `test.rmse.price`. */
export function targetOfScore(name: string): string | undefined {
  return scoreOfTarget(name)?.target;
}

function scoreOfTarget(name: string) {
  const [scope, score = '', ...target] = name.split('.');
  const meaning = target.length > 0 ? knownMeaning(score) : undefined;
  return meaning && { scope, score, meaning, target: target.join('.') };
}

/** Test scores of several targets: which scores there are, and of each target those that it has. */
export interface TargetScores {
  readonly scores: readonly { readonly name: string; readonly label: string }[];
  readonly targets: readonly { readonly name: string; readonly values: Readonly<Record<string, number>> }[];
}

/** Those of the test items that are of one target, in the order of the meanings; empty where there is one target. */
export function scoresByTarget(metrics: Readonly<Record<string, number | null>>): TargetScores {
  const targets = new Map<string, Record<string, number>>();
  const present = new Set<string>();
  for (const [name, value] of Object.entries(metrics)) {
    const found = scoreOfTarget(name);
    if (found?.scope !== 'test') continue;
    present.add(found.score);
    targets.set(found.target, { ...targets.get(found.target), [found.score]: value ?? Number.NaN });
  }
  return {
    scores: Object.entries(meanings).flatMap(([name, { label }]) =>
      present.has(name) ? [{ name, label }] : [],
    ),
    targets: [...targets].map(([name, values]) => ({ name, values })),
  };
}
