import { cpus } from 'node:os';
import type { Device } from '../../src-shared/devices/devices';
import { type GpuMemory, gpuMemoryOf } from '../../src-shared/devices/gpu-memory';
import { BadInputError, FailedError, type FailureKind, sentenceOf } from '../../src-shared/errors';
import type { PosteriorResult, PosteriorWork } from '../../src-shared/posterior/posterior-work';
import { checkShape } from '../../src-shared/protocol/check-shape';
import { type FromWorker, fromWorkerSchema } from '../../src-shared/protocol/worker-protocol';
import { readDevices } from '../devices/devices';
import { workerEnvironment } from '../processes/worker-environment';
import type { LaunchOptions, WorkerExit, WorkerLauncher, WorkerProcess } from '../processes/worker-process';
import type { EngineInUse } from '../runs/engine-choice';

/** Where posteriors are used: a worker process of its own, on one device of this machine. */
export interface PosteriorWorkshop {
  readonly launcher: WorkerLauncher;
  readonly engine: EngineInUse;
}

export interface WorkControls {
  /** Ends the work at once; its reason is what the caller gets. */
  readonly signal: AbortSignal;
  /** Items or parts done, of so many. */
  readonly onProgress: (done: number, total: number) => void;
}

/**
 * Does work with a posterior in a worker process.
 * @throws BadInputError or FailedError as the worker says, FailedError where its process ends without a word, and the
 * signal's reason where that ends it
 */
export async function workWithPosterior(
  work: PosteriorWork,
  workshop: PosteriorWorkshop,
  { signal, onProgress }: WorkControls,
): Promise<PosteriorResult> {
  const { engine } = workshop;
  const { start, ...device } = await readyWorker(workshop);
  if (signal.aborted) throw signal.reason;
  const worker = start();
  const end = () => worker.kill('SIGKILL');
  signal.addEventListener('abort', end, { once: true });
  try {
    return await new Promise<PosteriorResult>((resolve, reject) => {
      worker.onLog(() => {});
      worker.onMessage((raw) => {
        const message = checkShape(fromWorkerSchema, raw);
        if (message.success) take(message.data);
        else reject(new FailedError(`The worker said what it should not (${message.issues[0]?.message}).`));
      });
      worker.onExit((exit) => reject(signal.aborted ? signal.reason : new FailedError(endText(exit))));
      const take = (message: FromWorker): void => {
        if (message.type === 'hello') worker.send({ type: 'use', work, engine: engine.choice, ...device });
        if (message.type === 'using') onProgress(message.done, message.total);
        if (message.type === 'used') resolve(message.result);
        if (message.type === 'failed') reject(failureOf(message));
      };
    });
  } finally {
    signal.removeEventListener('abort', end);
    worker.send({ type: 'end' });
    worker.kill('SIGKILL');
  }
}

/** A worker process that can be started on the device chosen for it. */
export interface ReadyWorker {
  /**
   * Its listeners are to be set at once.
   * @throws FailedError where the process cannot be started
   */
  readonly start: () => WorkerProcess;
  readonly gpuMemory?: GpuMemory;
}

/**
 * Chooses the device for work with a posterior.
 * @throws FailedError where there is no device
 */
export async function readyWorker({ launcher, engine }: PosteriorWorkshop): Promise<ReadyWorker> {
  const device = await deviceOf(engine);
  return { start: () => launch(launcher, optionsOn(device)), ...gpuMemoryOf(device) };
}

/**
 * How a worker process of such work is started, on the device chosen for it.
 * @throws FailedError where there is no device
 */
export async function workerOptions(engine: EngineInUse): Promise<LaunchOptions> {
  return optionsOn(await deviceOf(engine));
}

async function deviceOf(engine: EngineInUse): Promise<Device> {
  return deviceFor(engine, (await readDevices()).devices);
}

function optionsOn(device: Device): LaunchOptions {
  const environment = workerEnvironment(device, [device], cpus().length, process.env);
  return { name: 'Parasample posterior', environment };
}

/** What a worker says of its failure, as an error. */
export function failureOf({
  kind,
  message,
}: {
  readonly kind: FailureKind;
  readonly message: string;
}): Error {
  return kind === 'bad-input' ? new BadInputError(message) : new FailedError(message);
}

/** The GPU with the most free memory where the engine can use one, else the first CPU slot. */
export function deviceFor({ usesGpus }: Pick<EngineInUse, 'usesGpus'>, devices: readonly Device[]): Device {
  const gpus = devices.filter((device) => device.kind === 'gpu' && usesGpus && !device.hindrance);
  const free = ({ totalMemoryMB, usedMemoryMB }: Device) => totalMemoryMB - usedMemoryMB;
  const [emptiest] = [...gpus].sort((a, b) => free(b) - free(a));
  const device = emptiest ?? devices.find(({ kind }) => kind === 'cpu');
  if (!device) throw new FailedError('This machine has no device to work on.');
  return device;
}

function launch(launcher: WorkerLauncher, options: LaunchOptions): WorkerProcess {
  try {
    return launcher.launch(options);
  } catch (error) {
    throw new FailedError(sentenceOf(error, 'Starting a worker process'));
  }
}

/** Why a worker process that should have gone on ended. */
export function endText({ code, signal, startError }: WorkerExit): string {
  if (startError) return `The worker process could not be started: ${startError}.`;
  if (signal === 'SIGKILL')
    return 'The worker process was ended from outside (SIGKILL); the machine may have run out of memory, and fewer weight samples need less.';
  return `The worker process ended before its work was done (${signal ?? `exit code ${code}`}).`;
}
