import { type Core, createCore } from '../api/core';
import { ChildProcessLauncher } from '../runs/child-process-launcher';
import type { CommandSurroundings } from './command';

/** Does `work` with the core and closes it, whatever happens. */
export async function withCore<Result>(
  { folders, workerScript }: CommandSurroundings,
  work: (core: Core) => Promise<Result>,
): Promise<Result> {
  const launcher = new ChildProcessLauncher(workerScript);
  const core = createCore({ ...folders, launcher, shell: 'command line' });
  try {
    return await work(core);
  } finally {
    await core.close();
  }
}
