import { type ChildProcess, fork } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { expect, vi } from 'vitest';
import { type ExperimentInput, experimentSchema } from '../../../src-shared/experiment/experiment';
import { checkpointsFolder, isCheckpointName } from '../../../src-shared/formats/checkpoint-names';
import { decodeSafetensors } from '../../../src-shared/formats/safetensors';
import { isOfWorker, type MetricPoint } from '../../../src-shared/metrics';
import {
  type EngineChoice,
  type FromWorker,
  fromWorkerSchema,
} from '../../../src-shared/protocol/worker-protocol';

/** Real worker processes of one run, which a test may interrupt; several crews may follow each other in one folder. */
export class TestCrew {
  readonly messages: FromWorker[] = [];
  readonly exchangeFolder: string;
  readonly children: readonly ChildProcess[];
  /** Resolves once all processes are gone. */
  readonly over: Promise<void>;

  constructor(
    script: string,
    readonly runFolder: string,
    input: ExperimentInput,
    engine: EngineChoice,
    checkpoint?: string,
  ) {
    const experiment = experimentSchema.parse(input);
    const { devices } = experiment.parallel;
    const ownData = 'path' in experiment.data ? experiment.data.path : undefined;
    this.exchangeFolder = mkdtempSync(join(runFolder, 'x'));
    this.children = devices.map((device, rank) => {
      const child = fork(script, [], {
        serialization: 'advanced',
        env: { ...process.env, TF_CPP_MIN_LOG_LEVEL: '2', TF_NUM_INTRAOP_THREADS: '1' },
        stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
      });
      const task = {
        ...{ runId: 'crew', experiment, rank, workers: devices.length, device, engine, runFolder },
        datasetFolder: ownData ?? resolve('src-main/datasets/digits'),
        exchangeFolder: this.exchangeFolder,
        ...(checkpoint === undefined ? {} : { checkpoint }),
      };
      child.on('message', (data) => this.#take(child, fromWorkerSchema.parse(data), task));
      return child;
    });
    const ends = this.children.map((child) => new Promise((done) => child.once('exit', done)));
    this.over = Promise.all(ends).then(() => {});
  }

  /** Points of what the run learns, without the workers' timings, by name and step. */
  get learned(): ReadonlyMap<string, number> {
    return learnedOf(this.points);
  }

  get points(): readonly MetricPoint[] {
    return this.messages.flatMap((message) => (message.type === 'metrics' ? message.points : []));
  }

  /**
   * Lets the workers take step after step until something is so, and holds them there: on a quick machine whoever only
   * looks now and then may find a short run over. To be called before they have begun.
   */
  async holdOnce(isSo: () => boolean): Promise<void> {
    const pauses = () => this.messages.filter(({ type }) => type === 'paused').length;
    this.tell('pause');
    for (let rounds = 1; ; rounds += 1) {
      await vi.waitFor(() => expect(pauses()).toBe(rounds * this.children.length), { interval: 1 });
      if (isSo()) return;
      this.tell('resume');
      this.tell('pause');
    }
  }

  tell(type: 'pause' | 'resume' | 'stop'): void {
    for (const child of this.children) child.send({ type });
  }

  /** As a core does once it has them on the disk. */
  #keep(points: readonly MetricPoint[]): void {
    const steps = points.filter(({ name }) => !isOfWorker(name)).map(({ step }) => step);
    if (steps.length === 0) return;
    const step = Math.max(...steps);
    for (const child of this.children)
      if (child.connected)
        child.send({ type: 'kept', step }, () => {
          // One that was killed at this very moment hears nothing.
        });
  }

  #take(child: ChildProcess, message: FromWorker, task: object): void {
    this.messages.push(message);
    if (message.type === 'metrics') this.#keep(message.points);
    if (message.type === 'hello') child.send({ type: 'train', task });
    if (message.type === 'finished' || message.type === 'failed') child.send({ type: 'end' });
  }
}

/** Values by `name at step`; fails where a point came twice. */
export function learnedOf(points: readonly MetricPoint[]): ReadonlyMap<string, number> {
  const learned = new Map<string, number>();
  for (const { name, step, value } of points) {
    if (isOfWorker(name)) continue;
    if (learned.has(`${name} at ${step}`)) throw new Error(`${name} at ${step} was reported twice.`);
    learned.set(`${name} at ${step}`, value);
  }
  return learned;
}

export function newRunFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'parasample-crew-'));
  mkdirSync(join(folder, checkpointsFolder));
  return folder;
}

export function checkpointsIn(runFolder: string): readonly string[] {
  return readdirSync(join(runFolder, checkpointsFolder)).filter(isCheckpointName).sort();
}

export function posteriorIn(runFolder: string): ReadonlyMap<string, Float32Array> {
  const { tensors } = decodeSafetensors(readFileSync(join(runFolder, 'posterior.safetensors')));
  return new Map(tensors.map(({ name, data }) => [name, data]));
}
