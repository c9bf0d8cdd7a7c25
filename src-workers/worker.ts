import module from 'node:module';
import { constants, setPriority } from 'node:os';
import type { GpuMemory } from '../src-shared/devices/gpu-memory';
import { FailedError, ParasampleError, sentenceOf } from '../src-shared/errors';
import { heartbeatVariable } from '../src-shared/formats/checkpoint-names';
import type { ToWorker, WorkerTask } from '../src-shared/protocol/worker-protocol';
import { AskedPosterior } from './ask/asked-posterior';
import { OutOfMemoryError } from './engine/out-of-memory-error';
import { prepareEngine } from './engine/prepare-engine';
import { countRun } from './estimate/count-run';
import { PeerLostError } from './parallel/peer-lost-error';
import { memorySentenceOfUse, useOfWork } from './posterior/memory-of-use';
import { startHeartbeat } from './run/heartbeat';
import { memorySentence } from './run/memory-sentence';
import { openPort } from './run/port';
import { Pulse } from './run/pulse';
import { RunControl } from './run/run-control';
import { trainRun } from './run/train-run';
import { usePosterior } from './use-posterior';

/** A worker process: waits for its task, trains or uses a posterior, reports, and ends when the core has its last message. */

const port = openPort();
const control = new RunControl();
const pulse = new Pulse();
let started = false;

port.onMessage((message) => {
  switch (message.type) {
    case 'train':
      if (!started) void work(message.task);
      started = true;
      return;
    case 'prepare':
      prepareEngine(message.engine);
      return;
    case 'use':
      if (!started) void use(message);
      started = true;
      return;
    case 'load':
      if (!started) void load(message);
      started = true;
      return;
    case 'ask':
      answer(message);
      return;
    case 'count':
      void count(message);
      return;
    case 'stop':
      control.stop();
      return;
    case 'pause':
      control.pause();
      return;
    case 'resume':
      control.resume();
      return;
    case 'kept':
      control.kept(message.step);
      return;
    case 'leave':
      control.leave();
      return;
    case 'end':
      process.exit(0);
  }
});
// Before anybody knows of this process: from then on its silence means something.
startHeartbeat(process.env[heartbeatVariable], pulse);
port.post({ type: 'hello' });

async function work(task: WorkerTask): Promise<void> {
  try {
    port.post(await trainRun(task, { port, pulse }, control));
  } catch (error) {
    tellFailure(
      withNumbers(error, (lacking) => memorySentence(lacking, task)),
      'Training',
    );
  }
}

/** The same error, or where memory was lacking, one that a person can do something about. */
function withNumbers(error: unknown, sentence: (lacking: OutOfMemoryError) => string): unknown {
  return error instanceof OutOfMemoryError ? new FailedError(sentence(error)) : error;
}

const titles = {
  predict: 'The prediction',
  'export-network': 'The export',
  calibrate: 'The calibration',
  assess: 'The evaluation',
  compare: 'The comparison',
  complete: 'Reading the data of the posterior',
} as const;

async function use({ work, engine, gpuMemory }: Extract<ToWorker, { type: 'use' }>): Promise<void> {
  try {
    const result = await usePosterior(
      work,
      engine,
      seldom(progressMs, (done, total) => port.post({ type: 'using', done, total })),
    );
    flushCompiledCode();
    port.post({ type: 'used', result });
  } catch (error) {
    const use = { ...useOfWork(work), gpuMemory };
    tellFailure(
      withNumbers(error, (lacking) => memorySentenceOfUse(lacking, use)),
      titles[work.kind],
    );
  }
}

/** Writes what Node compiled where it is kept for the next worker (src-main/cli/compiled-code.ts): who is ended from outside writes nothing. */
function flushCompiledCode(): void {
  module.flushCompileCache?.();
}

/** Between two words of how far the work has come: a message takes as long as a small network's answers. */
const progressMs = 50;

/** Hands on what comes a while after what was handed on before, and the end. */
function seldom(
  milliseconds: number,
  tell: (done: number, total: number) => void,
): (done: number, total: number) => void {
  let last = Number.NEGATIVE_INFINITY;
  return (done, total) => {
    if (done < total && performance.now() - last < milliseconds) return;
    last = performance.now();
    tell(done, total);
  };
}

let asked: AskedPosterior | undefined;
/** Of the GPU, when the posterior was loaded. */
let memoryAtLoad: GpuMemory | undefined;
/** Questions are answered one after the other. */
let lastAnswer = Promise.resolve();

async function load({ posterior, engine, gpuMemory }: Extract<ToWorker, { type: 'load' }>): Promise<void> {
  memoryAtLoad = gpuMemory;
  try {
    asked = await AskedPosterior.open(posterior, engine);
    flushCompiledCode();
    port.post({ type: 'loaded', askable: asked.askable });
  } catch (error) {
    tellFailure(withNumbers(error, ofAsking), 'Loading the posterior');
  }
}

function ofAsking(lacking: OutOfMemoryError): string {
  return memorySentenceOfUse(lacking, {
    began: 'the posterior was loaded',
    choosesSamples: false,
    gpuMemory: memoryAtLoad,
  });
}

function answer({ id, question }: Extract<ToWorker, { type: 'ask' }>): void {
  lastAnswer = lastAnswer.then(async () => {
    try {
      if (!asked) throw new FailedError('The posterior is not loaded yet.');
      port.post({ type: 'answered', id, answer: await asked.answer(question) });
    } catch (error) {
      const kind = error instanceof ParasampleError ? error.kind : 'failed';
      port.post({
        type: 'unanswered',
        id,
        kind,
        message: sentenceOf(withNumbers(error, ofAsking), 'The answer'),
      });
    }
  });
}

/** Whoever trains meanwhile goes first. */
async function count({ counting, engine }: Extract<ToWorker, { type: 'count' }>): Promise<void> {
  letOthersGoFirst();
  try {
    port.post({ type: 'counted', counted: await countRun(counting, engine) });
  } catch (error) {
    tellFailure(error, 'Counting what the run takes');
  }
}

function letOthersGoFirst(): void {
  try {
    setPriority(constants.priority.PRIORITY_BELOW_NORMAL);
  } catch {
    // A system that has no priorities, or forbids to change them: then it counts as everybody does.
  }
}

/** @param doing what is named where the error says nothing to a person */
function tellFailure(error: unknown, doing: string): void {
  const lost = error instanceof PeerLostError ? { lostPeer: error.rank } : {};
  const kind = error instanceof ParasampleError ? error.kind : 'failed';
  port.post({ type: 'failed', kind, message: sentenceOf(error, doing), ...lost });
}
