import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, expect, vi } from 'vitest';
import type { ExperimentInput } from '../../src-shared/experiment/experiment';
import { isAlive, workerPids } from '../e2e/worker-processes';
import { isWhole } from './random';

type TrainingInput = ExperimentInput['training'];

const cli = resolve('out', 'main', 'cli.js');
/** Long enough that a kill comes before the end: steps are told of in batches, after they were taken. */
export const steps = 900;

const experiment = (devices: readonly string[], steps: number, training: TrainingInput) => ({
  name: 'Faults',
  data: { dataset: 'digits' },
  model: { kind: 'mlp', hidden: [24] },
  training: { samples: 4, batchSize: 128, steps, epochs: 2000, checkpoint: { everySteps: 7 }, ...training },
  parallel: { mode: devices.length > 1 ? 'sp' : 'local', devices, threadsPerDevice: 1 },
});

const started: ChildProcess[] = [];
const homes: string[] = [];
afterAll(() => {
  for (const child of started) child.kill('SIGKILL');
  for (const home of homes) rmSync(home, { recursive: true, force: true });
});

/** What the tests look for in a line of the command line's. */
interface Said {
  readonly type?: string;
  readonly runId?: string;
  readonly step?: number;
}

/** The command line at work on a run, with what it says. */
export class Training {
  readonly pid: number;
  runId = '';
  /** What it told a person so far. */
  notes = '';
  readonly #lines: AsyncIterator<string>;
  readonly #child: ChildProcess;
  readonly #exit: Promise<number | null>;

  constructor(home: string, args: readonly string[]) {
    const child = spawn(process.execPath, [cli, ...args, '--json'], {
      env: { ...process.env, PARASAMPLE_HOME: home },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    child.stderr.on('data', (text: Buffer) => {
      this.notes += text.toString();
      process.stderr.write(text);
    });
    started.push(child);
    this.#child = child;
    this.pid = child.pid ?? 0;
    this.#lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
    this.#exit = once(child, 'exit').then(([code]) => code);
  }

  /** Resolves once the run has reported this step, or is over. */
  async until(step: number): Promise<void> {
    for (let line = await this.#lines.next(); !line.done; line = await this.#lines.next()) {
      const message = this.#read(line.value);
      if (message.runId) this.runId = message.runId;
      if (this.runId !== '' && (step <= 0 || (message.type === 'metric' && (message.step ?? 0) >= step)))
        return;
    }
  }

  #read(line: string): Said {
    try {
      return JSON.parse(line);
    } catch (error) {
      // A killed process may leave half a line.
      if (this.#child.killed) return {};
      throw error;
    }
  }

  /** Does nothing where it has ended. */
  kill(): void {
    this.#child.kill('SIGKILL');
  }

  /** Resolves with the exit code. */
  async ended(): Promise<number | null> {
    await this.until(Infinity);
    return this.#exit;
  }
}

/** A home with one experiment, and the command line in it. */
export function newHome(devices: readonly string[], ofSteps = steps, training: TrainingInput = {}) {
  const home = mkdtempSync(join(tmpdir(), 'parasample-faults-'));
  homes.push(home);
  const file = join(home, 'experiment.json');
  writeFileSync(file, JSON.stringify(experiment(devices, ofSteps, training)));
  return { home, file, start: (...args: string[]) => new Training(home, args) };
}

/** Ends the app and waits for its workers to follow. */
export async function killApp(training: Training): Promise<void> {
  const workers = workerPids(training.pid);
  training.kill();
  await training.ended();
  await vi.waitFor(() => expect(workers.filter(isAlive)).toEqual([]), { timeout: isWhole ? 5000 : 60_000 });
}
