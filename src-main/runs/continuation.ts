import type { DataFingerprint } from '../../src-shared/data/data-fingerprint';
import type { Device } from '../../src-shared/devices/devices';
import { BadInputError } from '../../src-shared/errors';
import type { Experiment } from '../../src-shared/experiment/experiment';
import { canContinue, type RunSummary } from '../../src-shared/runs/runs';
import type { ReopenedRun } from '../store/run-continuation';
import type { Store } from '../store/store';
import { checkRun, type Surroundings } from './check-run';
import { chosenDevices } from './chosen-devices';
import { type FoundCheckpoint, newestCheckpoint } from './newest-checkpoint';
import { keptEnvironment } from './run-environment';
import { refuseChangedData } from './unchanged-data';

/** How a run that is over goes on. */
export interface Continuation {
  readonly experiment: Experiment;
  readonly data: DataFingerprint;
  readonly devices: readonly Device[];
  /** Its newest whole checkpoint; undefined where it has none and begins again. */
  readonly from: FoundCheckpoint | undefined;
  /** For the run's log: which checkpoints were passed over, and where it goes on from. */
  readonly notes: readonly string[];
}

/**
 * Plans how a run that was stopped, failed or was interrupted goes on; on other devices where they are named. Throws
 * BadInputError where it cannot.
 */
export async function planContinuation(
  { id, status, experiment }: RunSummary,
  ids: readonly string[] | undefined,
  runFolder: string,
  surroundings: Surroundings,
): Promise<Continuation> {
  if (!canContinue(status)) throw new BadInputError(`Run ${id} is ${status}; it cannot be continued.`);
  const { parallel } = experiment;
  const chosen = ids ?? parallel.devices;
  // What a single device learned, several learn on by spreading its samples.
  const mode = parallel.mode === 'local' && chosen.length > 1 ? 'sp' : parallel.mode;
  const wanted = { ...experiment, parallel: { ...parallel, mode, devices: chosen } };
  const { experiment: checked, data } = await checkRun(wanted, surroundings);
  const { newest, notes } = newestCheckpoint(id, checked, runFolder);
  refuseChangedData(id, newest?.data ?? keptEnvironment(runFolder)?.data, data);
  const from = newest ? `after step ${newest.state.step}` : 'from its beginning, since it has no checkpoint';
  return {
    experiment: checked,
    data,
    devices: chosenDevices(checked.parallel.devices, surroundings.devices),
    from: newest,
    notes: [...notes, `Goes on ${from}, with ${surroundings.engine.text}.`],
  };
}

/**
 * Queues a run that is over again, back at its checkpoint, and stores at once what only that knows of its points: none
 * is missing at any time. Returns false, with nothing changed, where another process was faster.
 */
export function reopenRun(
  { writer, continuation }: Store,
  run: ReopenedRun,
  from: FoundCheckpoint | undefined,
): boolean {
  const { step, points } = from?.state ?? { step: 0, points: [] };
  return writer.atomically(() => {
    const isOurs = continuation.reopen(run, { step });
    if (isOurs) writer.store([{ runId: run.id, change: {}, points, finalMetrics: {}, logs: [] }]);
    return isOurs;
  });
}
