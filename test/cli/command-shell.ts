import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { vi } from 'vitest';
import type { Folders } from '../../src-files/app-folders';
import { runCommandLine } from '../../src-main/cli/command-line';
import { Terminal } from '../../src-main/cli/terminal';
import { temporaryFolder } from '../temporary-folder';

export const experiment = {
  name: 'Demo',
  data: { dataset: 'digits' },
  model: { kind: 'mlp', hidden: [8] },
  parallel: { mode: 'local', devices: ['cpu:0'] },
};

/**
 * A command line in a world of its own, with `experiment` as a file, whose workers behave as told.
 * @param called how the command line says it is called
 */
export function newCommandShell(behaviour = 'finish', folders: Partial<Folders> = {}, called = 'parasample') {
  vi.stubEnv('WORKER_BEHAVIOUR', behaviour);
  const home = folders.home ?? temporaryFolder();
  const file = join(temporaryFolder(), 'experiment.json');
  writeFileSync(file, JSON.stringify(experiment));
  const interrupts = new Set<() => void>();
  const call = async (...argv: string[]) => {
    const out: string[] = [];
    const err: string[] = [];
    const into = (texts: string[]) => ({ write: (text: string) => texts.push(text) });
    const code = await runCommandLine(argv, {
      folders: { home, cache: folders.cache ?? join(home, 'cache') },
      terminal: new Terminal(into(out), into(err), called),
      workerScript: join(import.meta.dirname, '..', 'processes', 'speaking-worker.mjs'),
      pageFolder: home,
      onInterrupt: (listener) => {
        interrupts.add(listener);
        return () => interrupts.delete(listener);
      },
    });
    return { code, out: out.join(''), err: err.join('') };
  };
  const interrupt = () => {
    for (const listener of [...interrupts]) listener();
  };
  return { home, file, call, interrupts, interrupt };
}

export function jsonLines(text: string): Record<string, unknown>[] {
  return text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
}
