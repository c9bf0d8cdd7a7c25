import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { BadInputError } from '../../src-shared/errors';
import { ChosenFolders, usualFolders } from '../api/chosen-folders';
import { createCore } from '../api/core';
import { windowCore } from '../api/window-core';
import { networksFolder } from '../networks/kept-network';
import { ChildProcessLauncher } from '../processes/child-process-launcher';
import { startBrowserShell } from '../server/browser-shell';
import { type Reach, thisMachine, warningOf } from '../server/reach';
import { readTlsIdentity } from '../server/tls-identity';
import type { Command, CommandInput, CommandSurroundings } from './command';
import { writeService } from './write-service';

export const serveCommand: Command = {
  name: 'serve',
  usage: '[--port N] [--host ADDRESS [--tls-cert FILE --tls-key FILE | --insecure]] [--service]',
  about:
    'Serves the window to a browser of this machine, until Ctrl-C; with --host, to a network, which needs a certificate. The window may read and write files in your home folder, or in the folders that PARASAMPLE_FOLDERS names (several as in PATH). --service serves nothing now, but writes a systemd user unit that does so with these options (port 8080 where none is said).',
  positionals: [],
  options: {
    port: { type: 'string' },
    host: { type: 'string' },
    'tls-cert': { type: 'string' },
    'tls-key': { type: 'string' },
    insecure: { type: 'boolean' },
    service: { type: 'boolean' },
  },
  run: async (input, surroundings) => {
    const port = portOf(input.text('port'));
    const reach = reachOf(input);
    if (input.flag('service')) {
      const warning = warningOf(reach, port || servicePort);
      if (warning !== undefined) surroundings.terminal.note(warning);
      await writeService(serviceOptions(input, port), surroundings.terminal);
      return 0;
    }
    const { folders, workerScript, pageFolder, terminal } = surroundings;
    const launcher = new ChildProcessLauncher(workerScript);
    const exportsFolder = join(folders.home, 'exports');
    const chosen = new ChosenFolders(usualFolders(process.env, homedir(), exportsFolder));
    chosen.add(networksFolder(folders.home));
    const core = createCore({ ...folders, launcher, shell: 'browser' });
    try {
      const shell = await startBrowserShell({
        core: windowCore(core, chosen),
        pageFolder,
        exportsFolder,
        port,
        reach,
      });
      terminal.line(`Parasample is open at ${shell.url}`);
      if (shell.warning !== undefined) terminal.note(shell.warning);
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

/** The port stays the same over starts, so that a tunnel to it does. */
const servicePort = 8080;

function serviceOptions(input: CommandInput, port: number): readonly string[] {
  const files = ['tls-cert', 'tls-key'].flatMap((name) => {
    const file = input.text(name);
    return file === undefined ? [] : [`--${name}`, resolve(file)];
  });
  const host = input.text('host');
  return [
    ...['--port', String(port || servicePort)],
    ...(host === undefined ? [] : ['--host', host]),
    ...files,
    ...(input.flag('insecure') ? ['--insecure'] : []),
  ];
}

function reachOf(input: CommandInput): Reach {
  const cert = input.text('tls-cert');
  const key = input.text('tls-key');
  if ((cert === undefined) !== (key === undefined))
    throw new BadInputError('--tls-cert and --tls-key go together: a certificate and its key, both in PEM.');
  const isInsecureMeant = input.flag('insecure');
  if (isInsecureMeant && cert !== undefined)
    throw new BadInputError(
      '--insecure means without encryption; leave it away where there is a certificate.',
    );
  return {
    host: input.text('host') ?? thisMachine.host,
    ...(cert !== undefined && key !== undefined ? { tls: readTlsIdentity(cert, key) } : {}),
    isInsecureMeant,
  };
}

function interrupted({ onInterrupt }: CommandSurroundings): Promise<void> {
  return new Promise((resolve) => {
    const unsubscribe = onInterrupt(() => {
      unsubscribe();
      resolve();
    });
  });
}
