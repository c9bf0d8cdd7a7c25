import { type AugmentationSettings, augmentations } from './augmentations';
import type { AugmentationChoice } from './augmentations/augmentation-choice';
import { choiceOf } from './choice';
import { itemKindOf } from './data';
import { headsOf } from './data/heads';
import type { Experiment } from './experiment';
import { noiseFacts } from './noise';
import type { Problem } from './problem';

const path = 'training.augmentations';

type AnyAugmentation = AugmentationChoice<(typeof augmentations)[number]['settings']>;

function factsOf({ kind }: AugmentationSettings): AnyAugmentation {
  return choiceOf(augmentations, kind) as unknown as AnyAugmentation;
}

/** Whether targets are mixed with those of other items. */
export function mixesTargets({ training, data }: Pick<Experiment, 'training' | 'data'>): boolean {
  return (
    training.views > 0 &&
    (training.augmentations ?? []).some((one) => factsOf(one).mixes) &&
    !hasPixels({ data })
  );
}

/** Whether what an item's target is depends on the view of it: its pixels' labels move, or it is mixed with another. */
export function targetsFollowViews(experiment: Experiment): boolean {
  return experiment.training.views > 0 && (hasPixels(experiment) || mixesTargets(experiment));
}

function hasPixels({ data }: Pick<Experiment, 'data'>): boolean {
  return data.dataset === 'images' && data.task === 'segmentation';
}

/** What augmentations ask of the data, of each other and of the objective. */
export function augmentationProblems(experiment: Experiment): Problem[] {
  const { augmentations: list } = experiment.training;
  const messages = [
    ...(list ? listMessages(list) : []),
    ...(list ? dataMessages(list, experiment) : []),
    ...pooledMessages(experiment),
  ];
  return messages.map((message) => ({ path, message }));
}

function listMessages(list: readonly AugmentationSettings[]): string[] {
  const kinds = list.map(({ kind }) => kind);
  const twice = kinds.find((kind, at) => kinds.indexOf(kind) < at);
  const mixing = list.findIndex((one) => factsOf(one).mixes);
  const behind = mixing < 0 ? undefined : list.slice(mixing).find((one) => !factsOf(one).mixes);
  return [
    ...(twice === undefined ? [] : [`${twice} is there twice; once is enough.`]),
    ...(behind === undefined
      ? []
      : [`${kinds[mixing]} mixes whole pictures and comes last; put ${behind.kind} before it.`]),
  ];
}

function dataMessages(
  list: readonly AugmentationSettings[],
  { data, training, inference }: Experiment,
): string[] {
  if (!itemKindOf(data).canBeAugmented)
    return [`Only pictures are changed at random; leave them out with ${data.dataset}.`];
  if (training.views === 0) return ['Nothing sees them without a view; set training.views to 1 or more.'];
  const isGrey = data.dataset === 'images' ? data.colours === 'grey' : data.dataset !== 'cifar-10';
  const ofColours = list.find((one) => isGrey && factsOf(one).coloursOf?.(one as never));
  const mixing = list.filter((one) => factsOf(one).mixes);
  return [
    ...(ofColours
      ? [
          `Grey pictures have no ${factsOf(ofColours).coloursOf?.(ofColours as never)}; set it to 0 in ${ofColours.kind}, or take the colours.`,
        ]
      : []),
    ...mixing.flatMap((one) => mixingMessages(one, data, inference)),
  ];
}

/** @param one which mixes targets too */
function mixingMessages(
  one: AugmentationSettings,
  data: Experiment['data'],
  { noise }: Experiment['inference'],
): string[] {
  const { follows } = factsOf(one);
  if (headsOf(data).length > 0)
    return [`${one.kind} mixes one target; leave it out where there are heads (data.heads).`];
  if ('leaveOutClasses' in data && data.leaveOutClasses?.length)
    return [
      `${one.kind} draws from all classes; leave it out where some are left out (data.leaveOutClasses).`,
    ];
  if (hasPixels({ data }))
    return follows.pixels
      ? []
      : [`${one.kind} leaves pixels without a class of their own; take cut-mix instead.`];
  if (!('task' in data) || data.task !== 'regression') return [];
  if (!follows.values)
    return [`${one.kind} weighs labels by areas, which says nothing of numbers; take mix-up instead.`];
  return noiseFacts(noise).countScale === undefined
    ? []
    : [
        `${one.kind} of counts gives what are no counts; take another noise (inference.noise), or leave it out.`,
      ];
}

/** Samples that are compared item by item have to have the same targets. */
function pooledMessages(experiment: Experiment): string[] {
  const { training, inference } = experiment;
  if (training.views < 2 || !targetsFollowViews(experiment)) return [];
  const pools = inference.objective === 'pooled' || noiseFacts(inference.noise).isSpreadOfSamples;
  const what = mixesTargets(experiment) ? 'Mixed targets' : 'Labels of pixels';
  return pools
    ? [
        `${what} are other ones in each view, and samples that are pooled need the same; set training.views to 1.`,
      ]
    : [];
}
