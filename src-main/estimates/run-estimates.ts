import { statSync } from 'node:fs';
import { basename } from 'node:path';
import type { Device } from '../../src-shared/devices/devices';
import { memoryForTensorsMB } from '../../src-shared/devices/memory-for-tensors';
import { BadInputError } from '../../src-shared/errors';
import type { Experiment } from '../../src-shared/experiment/experiment';
import { plannedSteps } from '../../src-shared/experiment/planned-steps';
import { describeProblems } from '../../src-shared/experiment/problems';
import { startOf } from '../../src-shared/experiment/start';
import type { Counted, MemoryShare, RunEstimate, TimeEstimate } from '../../src-shared/runs/run-estimate';
import type { RunSummary } from '../../src-shared/runs/runs';
import { requireDataset } from '../datasets/datasets';
import { withFoundStart } from '../networks/kept-start';
import { ownFilesOf } from '../refuse-over-input';
import { checkSettings, type Surroundings } from '../runs/check-run';
import { chosenDevices } from '../runs/chosen-devices';
import type { CountingRequest, CountingWorker } from './counting-worker';
import { relatedRun, scaledTime, usualTime } from './usual-time';

/** So many answers are kept. */
const mostKept = 200;

/** What the runs that are there tell of those to come. */
export interface PastRuns {
  /** Newest first. */
  readonly runs: readonly RunSummary[];
  /** How long a step of one took, in milliseconds; undefined where it did not measure it. */
  stepMs(runId: string): Promise<number | undefined>;
}

/** Says what runs would take before they start. What was counted once is not counted again. */
export class RunEstimates {
  readonly #kept = new Map<string, Counted>();
  readonly #worker: CountingWorker;

  constructor(worker: CountingWorker) {
    this.#worker = worker;
  }

  /**
   * @param asker whose questions before need no answer any more
   * @throws BadInputError where such a run could not start, FailedError where a newer question came
   */
  async estimate(
    value: unknown,
    asker: string,
    surroundings: Surroundings,
    past: PastRuns,
  ): Promise<RunEstimate> {
    const checked = checkSettings(value, surroundings);
    if (!checked.ok) throw new BadInputError(describeProblems(checked.problems));
    const experiment = withFoundStart(checked.experiment, surroundings.home);
    const devices = chosenDevices(experiment.parallel.devices, surroundings.devices);
    const counted = await this.#counted(experiment, asker, devices, surroundings);
    const time =
      usualTime(checked.experiment, past.runs, sameFile) ??
      (await this.#timeBy(past, experiment, counted, { asker, surroundings }));
    const { memory, work: _work, ...told } = counted;
    return {
      ...told,
      totalSteps: plannedSteps(experiment, counted.trainItems).totalSteps,
      memory: sharesOf(devices, memory),
      ...(time ? { time } : {}),
    };
  }

  /** This asker has gone: what it takes to count is given back. */
  leave(asker: string): void {
    this.#worker.leave(asker);
  }

  /** Of a related run, whose files may be gone, it is counted what its steps took. */
  async #timeBy(
    { runs, stepMs }: PastRuns,
    experiment: Experiment,
    counted: Counted,
    { asker, surroundings }: { readonly asker: string; readonly surroundings: Surroundings },
  ): Promise<TimeEstimate | undefined> {
    if (!counted.work) return undefined;
    const related = relatedRun(experiment, runs, sameFile);
    const relatedStepMs = related && (await stepMs(related.id));
    if (!related || relatedStepMs === undefined) return undefined;
    try {
      const devices = chosenDevices(related.experiment.parallel.devices, surroundings.devices);
      const relatedCounted = await this.#counted(related.experiment, asker, devices, surroundings);
      return scaledTime(experiment, counted, related, { relatedCounted, relatedStepMs });
    } catch (error) {
      if (error instanceof BadInputError) return undefined;
      throw error;
    }
  }

  async #counted(
    experiment: Experiment,
    asker: string,
    devices: readonly Device[],
    { engine, cacheFolder, devices: present }: Surroundings,
  ): Promise<Counted> {
    const counting = countingOf(experiment, devices, cacheFolder);
    const request = { counting, engine: engine.choice };
    const key = JSON.stringify([request, filesOf(experiment).map(markOf)]);
    const known = this.#kept.get(key);
    if (known) return known;
    const slot = present.find(({ kind }) => kind === 'cpu');
    if (!slot) throw new BadInputError('This machine has no CPU slot to count on.');
    const counted = await this.#worker.count(asker, request, slot);
    if (this.#kept.size >= mostKept) this.#kept.delete(this.#kept.keys().next().value ?? '');
    this.#kept.set(key, counted);
    return counted;
  }
}

/** What is counted, without what does not matter to it: equal for experiments that need the same. */
function countingOf(
  experiment: Experiment,
  devices: readonly Device[],
  cacheFolder: string,
): CountingRequest['counting'] {
  const { data, seed, training } = experiment;
  const location = requireDataset(data, cacheFolder);
  return {
    experiment: { ...experiment, name: 'estimate', training: { ...training, epochs: 1 } },
    location,
    dataMark: JSON.stringify([data, seed, location, ownFilesOf(data).map(markOf), markOf(location)]),
    kinds: [...new Set(devices.map(({ kind }) => kind))],
  };
}

/** Files of the person's own that what is counted depends on, but for the data. */
function filesOf(experiment: Experiment): readonly string[] {
  const { model } = experiment;
  const start = startOf(experiment)?.file;
  return [...(model.kind === 'onnx' ? [model.path] : []), ...(start === undefined ? [] : [start])];
}

/** Another one where a file has been changed. */
function markOf(path: string): string {
  const found = statSync(path, { throwIfNoEntry: false });
  return found ? `${found.size} ${found.mtimeMs} ${found.ino}` : '';
}

/** Runs keep copies of networks: by their names and sizes these are the same, whatever folders they are in. */
function sameFile(path: string): string {
  return `${basename(path)} ${statSync(path, { throwIfNoEntry: false })?.size ?? ''}`;
}

/** CPU slots share the machine's memory; each GPU has its own. */
function sharesOf(devices: readonly Device[], memory: Counted['memory']): readonly MemoryShare[] {
  const slots = devices.filter(({ kind }) => kind === 'cpu');
  const groups = [
    ...(slots.length > 0 ? [slots] : []),
    ...devices.filter(({ kind }) => kind === 'gpu').map((gpu) => [gpu]),
  ];
  return groups.flatMap((group) => {
    const [first] = group;
    const need = memory[first.kind];
    const freeBytes = memoryForTensorsMB(first) * 1e6;
    return need ? [{ devices: group.map(({ id }) => id), need, freeBytes }] : [];
  });
}
