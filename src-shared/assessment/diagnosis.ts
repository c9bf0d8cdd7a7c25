import type { Experiment } from '../experiment/experiment';
import { temperingNote } from '../experiment/tempering';
import { chainNotes } from './chain-notes';

/** Factors within which standard deviations count as where they started. */
const leastGrowth = 1.5;
/** Samples that are worth fewer different ones than this predict the same. */
const fewestSamples = 1.01;
/**
 * A posterior of which a larger share is the prior has hardly learned anything: networks that predict well had 0.4 to 0.5
 * of their weights there, collapsed ones 0.93 and more (docs/defaults.md).
 */
const mostAtPrior = 0.9;

/** Nats an item; point estimates that Adam trained for 5000 steps on tables had up to 0.35 left (docs/defaults.md). */
const mostToFall = 0.5;

/** Nats an item: less is what the noise of single steps and the last of a falling learning rate still move (docs/defaults.md). */
const mostToRise = 0.05;
/** Of weight samples in the gradient's noise, from which more of them help and more items hardly do. */
const mostSampleNoise = 0.9;

const shown = (value: number) => String(Number(value.toPrecision(3)));

/**
 * What a person should know of a finished run's posterior before trusting its doubt, as sentences; none where nothing
 * speaks against it.
 * @param metrics last values by name
 */
export function diagnosis(
  metrics: Readonly<Record<string, number>>,
  experiment: Pick<Experiment, 'inference' | 'training' | 'start'>,
): readonly string[] {
  const tempered = temperingNote(experiment);
  const ofChains = chainNotes(metrics, experiment);
  return [
    ...untrainedNotes(metrics),
    ...movingNotes(metrics),
    ...noiseNotes(metrics),
    ...spreadNotes(metrics, experiment),
    ...priorNotes(metrics),
    ...ofChains,
    ...(tempered ? [tempered] : []),
  ];
}

/** Of Laplace's approximation: whether the networks stand at a minimum of their loss. */
function untrainedNotes({
  'posterior.stillToFall': left,
}: Readonly<Record<string, number>>): readonly string[] {
  if (left === undefined || left < mostToFall) return [];
  return [
    `Not converged: by Newton’s decrement the loss of the networks could still fall by ${shown(left)} nats an item, and a Gaussian is put around a minimum. More steps or a smaller last learning rate leads there.`,
  ];
}

/** A rise counts where it is more than three of its standard errors. */
function movingNotes({
  'posterior.elboRise': rise,
  'posterior.elboRiseError': error,
}: Readonly<Record<string, number>>): readonly string[] {
  if (rise === undefined || error === undefined || rise < Math.max(mostToRise, 3 * error)) return [];
  return [
    `Still moving: over the last quarter of the steps the ELBO rose by ${shown(rise)} ± ${shown(error)} nats an item. More steps (training.leastSteps) lead further.`,
  ];
}

function noiseNotes({ 'posterior.sampleNoise': share }: Readonly<Record<string, number>>): readonly string[] {
  if (share === undefined || share < mostSampleNoise) return [];
  return [
    `Few weight samples: they make ${shown(100 * share)} % of the gradient’s noise, of which twice as many (training.samples) leave half; more items a step hardly help.`,
  ];
}

/** Deviations that began where another run had learned them, or at their prior, have nothing to leave. */
function spreadNotes(
  metrics: Readonly<Record<string, number>>,
  { start, inference: { prior, method } }: Pick<Experiment, 'inference' | 'start'>,
): readonly string[] {
  const { 'posterior.spreadGrowth': growth, 'test.differentSamples': different } = metrics;
  if (growth === undefined) return [];
  const beganLearned = start?.run !== undefined || prior.kind === 'posterior' || method === 'rank-1';
  const stood = !beganLearned && growth < leastGrowth && growth > 1 / leastGrowth;
  const alike = different !== undefined && different < fewestSamples;
  if (!stood && !alike) return [];
  const moved = `standard deviations are ${shown(growth)} times what they started with`;
  const worth =
    different === undefined
      ? ''
      : `, and the samples’ predictions are worth ${shown(different)} different ones`;
  const what = alike ? 'A point estimate in effect' : 'Not converged';
  return [
    `${what}: ${moved}${worth}. More steps (training.leastSteps) or a larger learning rate lets the posterior leave its start.`,
  ];
}

function priorNotes({ 'posterior.atPrior': share }: Readonly<Record<string, number>>): readonly string[] {
  if (share === undefined || share < mostAtPrior) return [];
  return [
    `Collapsed to the prior: the posterior of ${shown(100 * share)} % of the weights is the prior. A longer inference.klWarmup or a smaller network helps; so does another prior scale.`,
  ];
}
