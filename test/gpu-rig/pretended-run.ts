import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { onTestFinished } from 'vitest';
import type { ExperimentInput } from '../../src-shared/experiment/experiment';
import { temporaryFolder } from '../temporary-folder';
import { type Counted, type PretendedMachine, pretend, readCounts } from './pretended';

export interface PretendedRun {
  readonly code: number | null;
  /** All that the command line said. */
  readonly said: string;
  readonly counts: ReadonlyMap<string, Counted>;
}

export interface StartedRun {
  readonly pid: number;
  said(): string;
  stop(): void;
  readonly ended: Promise<PretendedRun>;
}

type Training = ExperimentInput['training'];

/** A small network on digits, of which a pretended GPU learns nothing. */
export function smallExperiment(
  training: Training,
  devices: readonly string[] = ['gpu:0'],
  model: ExperimentInput['model'] = { kind: 'mlp', hidden: [24] },
) {
  return {
    name: 'Pretended',
    data: { dataset: 'digits' },
    model,
    training: { samples: 4, batchSize: 128, steps: 2, epochs: 2000, ...training },
    parallel: { mode: devices.length > 1 ? 'sp' : 'local', devices },
  };
}

/** Runs an experiment with the whole app on a pretended machine; counts are those of its worker that ended last. */
export function runPretended(
  experiment: object,
  machine: PretendedMachine = {},
  environment: Readonly<Record<string, string>> = {},
): Promise<PretendedRun> {
  const { ended } = startPretended(experiment, machine, environment);
  return ended;
}

/** The same while it goes on. */
export function startPretended(
  experiment: object,
  machine: PretendedMachine = {},
  environment: Readonly<Record<string, string>> = {},
  home = temporaryFolder(),
): StartedRun {
  const file = join(temporaryFolder(), 'experiment.json');
  writeFileSync(file, JSON.stringify(experiment));
  return startCommand(['run', file], machine, environment, home);
}

/** A command on a pretended machine. */
export function startCommand(
  command: readonly string[],
  machine: PretendedMachine,
  environment: Readonly<Record<string, string>>,
  home: string,
): StartedRun {
  const counts = join(temporaryFolder(), 'counts.tsv');
  const child = spawn(process.execPath, [resolve('out', 'main', 'cli.js'), ...command], {
    env: {
      ...process.env,
      ...pretend(machine),
      ...environment,
      PARASAMPLE_HOME: home,
      PRETENDED_COUNTS: counts,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => {
      said += text;
    });
  const ended = once(child, 'close').then(([code]) => ({ code, said, counts: readCounts(counts) }));
  onTestFinished(() => void child.kill('SIGKILL'));
  return { pid: child.pid ?? 0, said: () => said, stop: () => void child.kill('SIGTERM'), ended };
}

/** What one step more is asked of a GPU, of several of the one whose worker ended last: the difference of a run of four steps and one of two, by two. */
export async function countsOfStep(
  training: Training,
  machine: PretendedMachine = {},
  model?: ExperimentInput['model'],
): Promise<(name: string) => Counted> {
  const devices = Array.from({ length: machine.gpus ?? 1 }, (_, index) => `gpu:${index}`);
  const [short, long] = [
    await runPretended(smallExperiment({ ...training, steps: 2 }, devices, model), machine),
    await runPretended(smallExperiment({ ...training, steps: 4 }, devices, model), machine),
  ];
  return (name) => {
    const [less, more] = [short, long].map(({ counts }) => counts.get(name) ?? { times: 0, bytes: 0 });
    return {
      times: ((more?.times ?? 0) - (less?.times ?? 0)) / 2,
      bytes: ((more?.bytes ?? 0) - (less?.bytes ?? 0)) / 2,
    };
  };
}
