import { targetUnitOf } from '../experiment/data';
import { isInTargetUnit, meaningOf } from '../metrics';
import type { CoreEvent } from '../protocol/core-event';
import { isOver, type RunStatus, type RunSummary } from './runs';

/** Sees runs end among the core's events: each end once, and not what happens to a run after it. */
export class RunEnds {
  readonly #going = new Set<string>();

  /** The run that has just ended, if this event says so. */
  take(event: CoreEvent): RunSummary | undefined {
    if (event.type !== 'run') return undefined;
    const { run } = event;
    if (isOver(run.status)) return this.#going.delete(run.id) ? run : undefined;
    this.#going.add(run.id);
    return undefined;
  }
}

const endings: Readonly<Partial<Record<RunStatus, string>>> = {
  finished: 'has finished',
  stopped: 'was stopped',
  failed: 'has failed',
  interrupted: 'was interrupted',
};

/** The scores that say most about a run, those of class names first. */
const tellingScores = ['test.accuracy', 'test.rmse', 'test.nll'];

/** How a run ended, for a notification: one line, and why or with which score. */
export function noticeOfEnd({ experiment, status, reason, metrics }: RunSummary): {
  readonly title: string;
  readonly body: string;
} {
  const title = `${experiment.name} ${endings[status] ?? 'goes on'}`;
  const telling = tellingScores.find((name) => metrics[name] !== undefined);
  const unit = targetUnitOf(experiment.data);
  const score = telling === undefined ? '' : scoreText(telling, metrics[telling], unit);
  return { title, body: reason || score };
}

function scoreText(name: string, value: number, targetUnit: string | undefined): string {
  const { label, unit: usual } = meaningOf(name);
  const unit = (isInTargetUnit(name) && targetUnit) || usual;
  if (name === 'test.accuracy') return `${label}: ${(value * 100).toFixed(1)} %`;
  return `${label}: ${Number(value.toPrecision(4))}${unit && ` ${unit}`}`;
}
