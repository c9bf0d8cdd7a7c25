import type { ExperimentInput } from '../../../src-shared/experiment/experiment';
import { differencesBetween } from '../../../src-shared/runs/run-difference';
import { isOver, type RunSummary } from '../../../src-shared/runs/runs';
import type { WorkerTimes } from '../workers/step-times';

/** In what a run and its reference may differ: who does the work, and what says nothing of a step's time. */
const mayDiffer =
  /^(?:parallel\.(?:mode|devices|dataGroups|elastic)\b|training\.(?:epochs|leastSteps|steps)$|evaluation\.|seed$|duration$)/;

/** Steps that are enough for the median of a step's time. */
const probeSteps = 20;

/** The same experiment for a few steps on the first of a run's devices alone. */
export function probeOf({ experiment }: Pick<RunSummary, 'experiment'>): ExperimentInput {
  const { name, training, parallel } = experiment;
  const { dataGroups: _, ...others } = parallel;
  return {
    ...experiment,
    name: `${name.slice(0, 100).trim()} on one device`,
    training: { ...training, steps: Math.min(probeSteps, training.steps ?? probeSteps) },
    evaluation: { samples: 1 },
    parallel: { ...others, mode: 'local', devices: parallel.devices.slice(0, 1) },
  };
}

/** Whether a run can tell how long a step takes on one device of the kind that another run has several of. */
export function mayBeReference(run: RunSummary, other: RunSummary): boolean {
  return other.status === 'finished' && isOnOneAlike(run, other);
}

/** Whether a run that is not over yet becomes such a one in a moment: one of many epochs would be waited for in vain. */
export function mayBecomeReference(run: RunSummary, other: RunSummary): boolean {
  const { steps = Infinity } = other.experiment.training;
  return !isOver(other.status) && steps <= probeSteps && isOnOneAlike(run, other);
}

function isOnOneAlike(run: RunSummary, other: RunSummary): boolean {
  const [device = '', ...more] = other.experiment.parallel.devices;
  return (
    more.length === 0 &&
    run.experiment.parallel.devices.every((id) => kindOf(id) === kindOf(device)) &&
    run.experiment.data.dataset === other.experiment.data.dataset
  );
}

/** The first of these runs that trained the same on one device, by the same code and engine. */
export function sameOnOneDevice(run: RunSummary, others: readonly RunSummary[]): RunSummary | undefined {
  return others.find((other) => differencesBetween([run, other]).every(({ path }) => mayDiffer.test(path)));
}

function kindOf(deviceId: string): string {
  return deviceId.replace(/:.*/, '');
}

/**
 * How many times as many steps all devices take in the time in which one takes one; undefined until it is measured.
 * @param oneStepMs a step's time on one device
 */
export function timesOne(workers: readonly WorkerTimes[], oneStepMs: number | undefined): number | undefined {
  const times = workers.flatMap(({ stepMs }) => (stepMs ? [stepMs] : []));
  // A step is over when the slowest has done its part.
  return oneStepMs && times.length === workers.length ? oneStepMs / Math.max(...times) : undefined;
}

/** "2 devices: 1.7× one". */
export function speedText(devices: number, times: number | undefined): string {
  if (times === undefined) return `${devices} devices against one: not measured`;
  return `${devices} devices: ${times < 10 ? times.toPrecision(2) : Math.round(times)}× one`;
}

/** Whether the one CPU slot of the reference had cores that several slots divide among them. */
export function hadAllCores({ experiment }: RunSummary): boolean {
  const { devices, threadsPerDevice } = experiment.parallel;
  return threadsPerDevice === undefined && devices.every((id) => kindOf(id) === 'cpu');
}
