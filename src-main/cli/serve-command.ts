import { BadInputError } from '../../src-shared/errors';
import { createCore } from '../api/core';
import { ChildProcessLauncher } from '../runs/child-process-launcher';
import { startBrowserShell } from '../server/browser-shell';
import type { Command, CommandSurroundings } from './command';

export const serveCommand: Command = {
  name: 'serve',
  usage: '[--port N]',
  about: 'Serves the window to a browser of this machine, until Ctrl-C.',
  positionals: [],
  options: { port: { type: 'string' } },
  run: async (input, surroundings) => {
    const port = portOf(input.text('port'));
    const { folders, workerScript, pageFolder, terminal } = surroundings;
    const launcher = new ChildProcessLauncher(workerScript);
    const core = createCore({ ...folders, launcher, shell: 'browser' });
    try {
      const shell = await startBrowserShell({ core, pageFolder, port });
      terminal.line(`Parasample is open at ${shell.url}`);
      terminal.note('The address lets one browser in. Ctrl-C ends Parasample, and the runs that are going.');
      await interrupted(surroundings);
      await shell.close();
    } finally {
      await core.close();
    }
    return 0;
  },
};

function portOf(text: string | undefined): number {
  if (text === undefined) return 0;
  const port = Number(text);
  if (Number.isInteger(port) && port >= 0 && port <= 65535) return port;
  throw new BadInputError(`--port: ${text} is no port; give a whole number from 0 to 65535.`);
}

function interrupted({ onInterrupt }: CommandSurroundings): Promise<void> {
  return new Promise((resolve) => {
    const unsubscribe = onInterrupt(() => {
      unsubscribe();
      resolve();
    });
  });
}
