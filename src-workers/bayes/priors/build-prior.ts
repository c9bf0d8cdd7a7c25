import type { Prior as PriorSettings } from '../../../src-shared/experiment/priors';
import { rescaledStd } from '../../../src-shared/experiment/priors/rescaled-gaussian';
import { gaussianAround } from './gaussian-around';
import { gaussianPrior } from './gaussian-prior';
import { horseshoePrior } from './horseshoe-prior';
import { learnedGaussianPrior } from './learned-gaussian-prior';
import type { Prior } from './prior';
import { quietPrior } from './quiet-prior';
import { studentTPrior } from './student-t-prior';
import { trainedScales } from './trained-scales';
import { uniformPrior } from './uniform-prior';

type Builders = {
  readonly [Kind in PriorSettings['kind']]: (settings: Extract<PriorSettings, { kind: Kind }>) => Prior;
};

const builders: Builders = {
  gaussian: ({ std }) => gaussianPrior(() => std),
  'rescaled-gaussian': ({ scale }) => gaussianPrior((fanIn) => rescaledStd(scale, fanIn)),
  'learned-gaussian': () => learnedGaussianPrior,
  horseshoe: ({ globalScale }) => horseshoePrior(globalScale),
  uniform: () => uniformPrior,
  'student-t': ({ degreesOfFreedom, scale }) => studentTPrior(degreesOfFreedom, scale),
  quiet: ({ stdRatio, meanStd }) => quietPrior(stdRatio, meanStd),
  moped: ({ fraction, of }) =>
    gaussianAround({ scales: ({ start, fanIn }) => trainedScales(start.numbers(0), fanIn, of), fraction }),
  posterior: () => gaussianAround({ scales: ({ start }) => start.logStds?.()?.map(Math.exp), fraction: 1 }),
};

export function buildPrior(settings: PriorSettings): Prior {
  // Each builder takes the settings of its own kind.
  const build = builders[settings.kind] as (settings: PriorSettings) => Prior;
  return build(settings);
}
