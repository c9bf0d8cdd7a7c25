import { comparedBySize, type DataFingerprint, measuredAs } from '../../src-shared/data/data-fingerprint';
import type { Device } from '../../src-shared/devices/devices';
import { BadInputError } from '../../src-shared/errors';
import type { Experiment } from '../../src-shared/experiment/experiment';
import { canContinue, type RunSummary } from '../../src-shared/runs/runs';
import type { ReopenedRun } from '../store/run-continuation';
import type { Store } from '../store/store';
import { checkRun, type Surroundings } from './check-run';
import { chosenDevices } from './chosen-devices';
import { type CheckpointSearch, type FoundCheckpoint, newestCheckpoint } from './newest-checkpoint';
import { keptEnvironment } from './run-environment';
import { progressFrom } from './run-in-progress';
import { refuseChangedData } from './unchanged-data';

/** For the log of a run that goes on. */
export function goesOnText(from: FoundCheckpoint | undefined, engine: string): string {
  const where = from ? `after step ${from.state.step}` : 'from its beginning, since it has no checkpoint';
  return `Goes on ${where}, with ${engine}.`;
}

/** How a run that is over goes on. */
export interface Continuation {
  readonly experiment: Experiment;
  readonly data: DataFingerprint;
  readonly devices: readonly Device[];
  /** For the run's log: which of its data are compared in another way than before. */
  readonly notes: readonly string[];
}

/** Removes nothing of what a run measured. */
const nothingLater = Number.MAX_SAFE_INTEGER;

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
  const { newest } = newestCheckpoint(id, checked, runFolder);
  const before = newest?.data ?? keptEnvironment(runFolder)?.data;
  refuseChangedData(id, before, data);
  return {
    experiment: checked,
    data: measuredAs(before, data),
    devices: chosenDevices(checked.parallel.devices, surroundings.devices),
    notes: before ? comparedBySize(before, data) : [],
  };
}

/**
 * Queues a run that is over again as this process's, with all that it measured, and finds where it goes on from: only now, since
 * workers of a process that was taken for gone write on into its folder until another one stands there. Undefined, with nothing
 * changed, where another process was faster.
 * @param find keeps others from writing there, and looks for it
 */
export function reopenRun(
  store: Store,
  run: ReopenedRun,
  find: () => CheckpointSearch,
): CheckpointSearch | undefined {
  if (!store.continuation.reopen(run, { step: nothingLater })) return undefined;
  const found = find();
  goBackTo(store, run.id, found.newest);
  return found;
}

/** Back at its checkpoint, and at once with what only that knows of its points: none is missing at any time. */
function goBackTo({ writer, continuation }: Store, runId: string, from: FoundCheckpoint | undefined): void {
  const { step, points } = from?.state ?? { step: 0, points: [] };
  const change = { progress: progressFrom(from) };
  writer.atomically(() => {
    continuation.goBack(runId, { step });
    writer.store([{ runId, change, points, finalMetrics: {}, logs: [] }]);
  });
}
