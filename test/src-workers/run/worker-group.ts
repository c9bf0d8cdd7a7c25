import { fork } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { type ExperimentInput, experimentSchema } from '../../../src-shared/experiment/experiment';
import { decodeSafetensors } from '../../../src-shared/formats/safetensors';
import {
  type EngineChoice,
  type FromWorker,
  fromWorkerSchema,
  type WorkerTask,
} from '../../../src-shared/protocol/worker-protocol';

export interface GroupResult {
  /** Trained parameters by name. */
  readonly posterior: ReadonlyMap<string, Float32Array>;
  readonly finalMetrics: Readonly<Record<string, number>>;
  readonly messages: readonly FromWorker[];
  /** The run's. */
  readonly folder: string;
}

/**
 * Trains an experiment with one real worker process a device, and waits until all have finished.
 * @param location where its data lie
 */
export async function trainWithWorkers(
  script: string,
  input: ExperimentInput,
  engine: EngineChoice,
  location = resolve('src-main/datasets/digits'),
): Promise<GroupResult> {
  const experiment = experimentSchema.parse(input);
  const folder = mkdtempSync(join(tmpdir(), 'parasample-run-'));
  const exchangeFolder = join(folder, 'x');
  mkdirSync(exchangeFolder);
  const { devices } = experiment.parallel;
  const results = await Promise.all(
    devices.map((device, rank) =>
      runWorker(script, {
        runId: 'parity',
        experiment,
        rank,
        workers: devices.length,
        device,
        engine,
        datasetFolder: location,
        runFolder: folder,
        exchangeFolder,
      }),
    ),
  );
  const file = decodeSafetensors(readFileSync(join(folder, 'posterior.safetensors')));
  const messages = results.flat();
  const last = results[0].at(-1);
  if (last?.type !== 'finished') throw new Error('Worker 0 did not finish.');
  return {
    posterior: new Map(file.tensors.map(({ name, data }) => [name, data])),
    finalMetrics: last.finalMetrics,
    messages,
    folder,
  };
}

function runWorker(script: string, task: WorkerTask): Promise<readonly FromWorker[]> {
  const environment = { ...process.env, TF_CPP_MIN_LOG_LEVEL: '2', TF_NUM_INTRAOP_THREADS: '1' };
  const child = fork(script, [], {
    serialization: 'advanced',
    env: environment,
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  const messages: FromWorker[] = [];
  let errors = '';
  child.stderr?.on('data', (text) => {
    errors += text;
  });
  return new Promise((done, failed) => {
    child.on('message', (data) => {
      const message = fromWorkerSchema.parse(data);
      messages.push(message);
      if (message.type === 'hello') child.send({ type: 'train', task });
      if (message.type === 'finished' || message.type === 'failed') child.send({ type: 'end' });
      if (message.type === 'failed') failed(new Error(message.message));
    });
    child.on('exit', (code) =>
      code === 0 ? done(messages) : failed(new Error(`Exit code ${code}: ${errors}`)),
    );
  });
}
