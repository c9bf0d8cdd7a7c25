import type { Experiment } from '../../../src-shared/experiment/experiment';
import { settingsText } from '../../../src-shared/experiment/same-settings';
import { tookSeconds } from '../../../src-shared/runs/run-time';
import type { RunSummary } from '../../../src-shared/runs/runs';

/** How long an epoch took in the finished runs of a kind. */
export interface PastPace {
  /** Of the last to finish. */
  readonly lastSecondsPerEpoch: number;
  /** In the middle of the last few, which busy times do not move. */
  readonly usualSecondsPerEpoch: number;
  /** So many those few are. */
  readonly runs: number;
}

/** So many finished runs are looked at, the last first. */
const pastRuns = 500;
/** So many of a kind are the last few. */
const lastFew = 5;

/** The paces of finished runs by their kind. `list` are all runs, newest first. */
export function pastPaces(list: readonly RunSummary[]): ReadonlyMap<string, PastPace> {
  const seconds = new Map<string, number[]>();
  for (const run of list.filter(({ status }) => status === 'finished').slice(0, pastRuns)) {
    const took = tookSeconds(run);
    if (took === undefined) continue;
    const kind = kindOf(run.experiment);
    const ofKind = seconds.get(kind) ?? [];
    if (ofKind.length < lastFew) ofKind.push(took / run.experiment.training.epochs);
    seconds.set(kind, ofKind);
  }
  return new Map([...seconds].map(([kind, paces]) => [kind, paceOf(paces)]));
}

/** @param paces at least one, the last first */
function paceOf(paces: readonly number[]): PastPace {
  const [last = 0] = paces;
  const sorted = [...paces].sort((a, b) => a - b);
  const middle = sorted.slice(Math.floor((sorted.length - 1) / 2), Math.floor(sorted.length / 2) + 1);
  const usual = middle.reduce((sum, pace) => sum + pace, 0) / middle.length;
  return { lastSecondsPerEpoch: last, usualSecondsPerEpoch: usual, runs: paces.length };
}

/**
 * Equal for experiments whose epochs take equally long: all but the name, the seed and the number of epochs. Where the
 * least steps decide how many there are, they are the same only with the same settings.
 */
export function kindOf({ data, model, inference, training, parallel }: Experiment): string {
  return settingsText([
    data,
    model,
    inference,
    { ...training, epochs: training.leastSteps > 0 ? training.epochs : 0 },
    parallel,
  ]);
}
