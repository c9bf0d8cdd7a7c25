import { openTrainedWeights } from '../../src-files/trained/open-weights';
import type { Experiment } from '../../src-shared/experiment/experiment';
import { startOf, startPath } from '../../src-shared/experiment/start';
import {
  type InputNormalisation,
  normalisationSchema,
  readPosteriorMetadata,
} from '../../src-shared/posterior/posterior-metadata';
import type { Regression, RunData, Task } from './run-data';

interface Scale {
  readonly names?: readonly string[] | undefined;
  readonly mean: readonly number[];
  readonly std: readonly number[];
}

/** Deviations that a mean may lie off, or of ln(deviation), before it is told. */
const smallShift = 0.1;

/**
 * What a person should know where weights begin that were trained on data of another scale: whole sentences. Each run standardises by its own
 * training items, so that the same weights are another function of the values as they are.
 */
export function trainedScaleNotes(data: RunData, experiment: Experiment): readonly string[] {
  const file = startOf(experiment)?.file;
  if (file === undefined) return [];
  const setting = `${startPath(experiment)}.file`;
  const { runId, metadata, path } = openTrainedWeights(file, setting);
  if (runId === undefined || metadata.task === undefined || metadata.experiment === undefined) return [];
  const trained = readPosteriorMetadata(metadata, `${setting}: ${path}`);
  const own = normalisationSchema.safeParse(data.normalisation);
  const inputs = own.success ? shifted(trained.normalisation, own.data) : undefined;
  const [theirs, ours] = [targetScales(trained.task), targetScales(data.task)];
  const targets = ours.flatMap((scale) => {
    const before = theirs.find(({ head }) => head === scale.head);
    return (before && shifted(before, scale)) ?? [];
  });
  return [
    ...(inputs === undefined ? [] : [sentence('Inputs', inputs)]),
    ...(targets.length === 0 ? [] : [sentence('Targets', targets.slice(0, mostNamed).join('; '))]),
    ...(own.success ? otherNames('Inputs', trained.normalisation.names, own.data.names) : []),
    ...otherNames('Targets', namesOf(trained.task), namesOf(data.task)),
  ];
}

/** So many targets or inputs are named. */
const mostNamed = 3;

interface TargetScale extends Scale {
  /** Of several heads. */
  readonly head?: string;
}

/** Of values: of one likelihood together, of several heads each by itself. */
function targetScales(task: Task): readonly TargetScale[] {
  if (task.kind === 'regression') return [scaleOf(task)];
  if (task.kind !== 'heads') return [];
  return task.heads.flatMap(({ name, task: own }) =>
    own.kind === 'regression' ? [{ head: name, ...scaleOf(own) }] : [],
  );
}

function scaleOf({ targetNames, targetMean, targetStd }: Regression): Scale {
  return { names: targetNames, mean: targetMean, std: targetStd };
}

/** What is predicted, in the order of the outputs; of classes their order is looked at elsewhere. */
function namesOf(task: Task): readonly string[] | undefined {
  if (task.kind === 'heads') return task.heads.map(({ name }) => name);
  return task.kind === 'regression' ? task.targetNames : undefined;
}

/** Weights are of inputs and targets by their place: a note where another thing has the place. */
function otherNames(
  what: string,
  theirs: readonly string[] | undefined,
  ours: readonly string[] | undefined,
): readonly string[] {
  if (!theirs || !ours || theirs.length !== ours.length) return [];
  const others = ours.flatMap((name, at) =>
    name === theirs[at] ? [] : [`${name} is taken for ${theirs[at]}`],
  );
  if (others.length === 0) return [];
  const more = others.length > mostNamed ? `, and ${others.length - mostNamed} more` : '';
  return [
    `${what} are called otherwise than where these weights were trained, which are of them by their place: ${others.slice(0, mostNamed).join(', ')}${more}; where these are not the same things, put them in the order that they had.`,
  ];
}

function sentence(what: string, shift: string): string {
  return `${what} are standardised otherwise than where these weights were trained (${shift}): each run does so by its own training items, and weights, or a prior that is their posterior, count in that standard, so that they begin as another function of the values.`;
}

/** The one that lies furthest off; undefined where none does, or where they are not the same things. */
function shifted(theirs: Scale | InputNormalisation, ours: Scale): string | undefined {
  if (theirs.mean.length !== ours.mean.length) return undefined;
  const shifts = ours.mean.map((mean, at) =>
    Math.max(
      Math.abs(mean - theirs.mean[at]) / theirs.std[at],
      Math.abs(Math.log(ours.std[at] / theirs.std[at])),
    ),
  );
  const most = shifts.reduce((best, shift, at) => (shift > shifts[best] ? at : best), 0);
  if (!(shifts[most] > smallShift)) return undefined;
  const told = (mean: number, std: number) =>
    `mean ${Number(mean.toPrecision(4))}, deviation ${Number(std.toPrecision(4))}`;
  const name = ours.names?.[most];
  return `${name === undefined ? '' : `${name}: `}${told(theirs.mean[most], theirs.std[most])} there; ${told(ours.mean[most], ours.std[most])} here`;
}
