import { openTrainedWeights } from '../../src-files/trained/open-weights';
import { BadInputError } from '../../src-shared/errors';
import type { Experiment } from '../../src-shared/experiment/experiment';
import type { Noise } from '../../src-shared/experiment/noise';
import { startOf, startPath } from '../../src-shared/experiment/start';
import { readPosteriorMetadata } from '../../src-shared/posterior/posterior-metadata';
import type { Task } from './run-data';

/** Outputs that mean the same things wherever this says the same. */
interface Meaning {
  /** Of several heads. */
  readonly head?: string;
  readonly classNames?: readonly string[];
  /** What is given of values, in words. */
  readonly values?: string;
}

/**
 * Outputs are of classes and of noise by their place: a last layer that was trained is taken for the same ones alone.
 * @param isFresh whether the layers before the outputs begin afresh
 * @returns what a person should know where its classes are all others: a whole sentence
 * @throws BadInputError where a class has another place, or outputs are of another noise
 */
export function trainedMeaningNotes(task: Task, experiment: Experiment, isFresh: boolean): readonly string[] {
  const start = startOf(experiment);
  if (start?.file === undefined || isFresh) return [];
  const setting = `${startPath(experiment)}.file`;
  const { runId, metadata, path } = openTrainedWeights(start.file, setting);
  // What outputs of others' files mean, nothing says.
  if (runId === undefined || metadata.task === undefined || metadata.experiment === undefined) return [];
  const trained = readPosteriorMetadata(metadata, `${setting}: ${path}`);
  const theirs = meanings(trained.task, trained.experiment);
  return meanings(task, experiment).flatMap((ours) => {
    const before = theirs.find(({ head }) => head === ours.head);
    if (!before) return [];
    const what = `${setting}: the last layer of ${path}${ours.head === undefined ? '' : `, head ${ours.head},`}`;
    refuseOtherValues(what, before.values, ours.values);
    return classNotes(what, before.classNames, ours.classNames);
  });
}

function meanings(task: Task, { inference }: Pick<Experiment, 'inference'>): readonly Meaning[] {
  if (task.kind === 'heads')
    return task.heads.map((head) => ({ head: head.name, ...meaningOf(head.task, head.noise) }));
  return [meaningOf(task, inference.noise)];
}

function meaningOf(task: Exclude<Task, { readonly kind: 'heads' }>, noise: Noise): Meaning {
  if (task.kind === 'regression') return { values: valuesUnder(noise) };
  // Thresholds between classes in order have a check of their own.
  return task.kind === 'classification' && task.thresholds ? {} : { classNames: task.classNames };
}

/** What a network gives for a value, with the settings that are a part of what it means. */
function valuesUnder(noise: Noise): string {
  switch (noise.kind) {
    case 'learned':
    case 'fixed':
    case 'samples':
      return 'values';
    case 'predicted':
      return `values and their noise, where 0 is a deviation of ${noise.std} (noise predicted)`;
    case 'log-variance':
      return 'values and their log-variance';
    case 'poisson':
      return 'log-rates of counts (noise poisson)';
    case 'negative-binomial':
      return `log-means of counts and their dispersion, where 0 is one of ${noise.dispersion} (noise negative-binomial)`;
    case 'quantiles':
      return `quantiles at ${noise.levels.join(', ')}`;
  }
}

const afresh = 'or let it begin afresh (start.fresh: ["last"])';

function refuseOtherValues(what: string, theirs: string | undefined, ours: string | undefined): void {
  if (theirs === undefined || ours === undefined || theirs === ours) return;
  throw new BadInputError(
    `${what} was trained to give ${theirs}, and would be taken for ${ours}; set the noise (inference.noise, or of heads their own) as it was there, ${afresh}.`,
  );
}

function classNotes(
  what: string,
  theirs: readonly string[] | undefined,
  ours: readonly string[] | undefined,
): readonly string[] {
  if (!theirs || !ours) return [];
  const moved = ours.find((name, place) => theirs.includes(name) && theirs[place] !== name);
  if (moved !== undefined)
    throw new BadInputError(
      `${what} was trained on the classes ${told(theirs)}, and these data have ${told(ours)}: ${moved} would be taken for ${theirs[ours.indexOf(moved)] ?? 'none'}; give data with the same classes, ${afresh}.`,
    );
  if (ours.every((name, place) => theirs[place] === name)) return [];
  return [
    `${what} was trained on the classes ${told(theirs)}, and begins here as that of ${told(ours)}, by their places; ${afresh.slice(3)} where these are not the same things under other names.`,
  ];
}

function told(names: readonly string[]): string {
  return `${names.slice(0, 6).join(', ')}${names.length > 6 ? `, … (${names.length})` : ''}`;
}
