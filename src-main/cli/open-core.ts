import { acceptedText, refusalText } from '../../src-shared/storage';
import { type Core, createCore } from '../api/core';
import { ChildProcessLauncher } from '../processes/child-process-launcher';
import type { CommandSurroundings } from './command';

/**
 * Does `work` with the core and closes it, whatever happens.
 * @param mayReplace whether outputs may take the place of any file, as with --force
 */
export async function withCore<Result>(
  { folders, workerScript, terminal }: CommandSurroundings,
  work: (core: Core) => Promise<Result>,
  mayReplace = false,
): Promise<Result> {
  const launcher = new ChildProcessLauncher(workerScript);
  const core = createCore({
    ...folders,
    launcher,
    shell: 'command line',
    replaces: mayReplace ? 'anything' : 'own files',
  });
  core.subscribe((event) => {
    if (event.type === 'storage')
      terminal.note(event.health.state === 'refuses' ? refusalText(event.health) : acceptedText);
  });
  try {
    return await work(core);
  } finally {
    await core.close();
  }
}
