import { randomUUID } from 'node:crypto';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { version } from '../../package.json';
import { FailedError, sentenceOf } from '../../src-shared/errors';
import { ChosenFolders, usualFolders } from '../api/chosen-folders';
import { type Core, createCore } from '../api/core';
import { GoingWork } from '../api/going-work';
import { windowCore } from '../api/window-core';
import { networksFolder } from '../networks/kept-network';
import { ChildProcessLauncher } from '../processes/child-process-launcher';
import { type BrowserShell, startBrowserShell } from '../server/browser-shell';
import { certificateDoubt } from '../server/certificate-doubt';
import { type Door, openDoor } from '../server/door';
import { IdleWatch } from '../server/idle-watch';
import { type Reach, thisMachine } from '../server/reach';
import type { CommandSurroundings } from './command';

export interface Serving {
  readonly port: number;
  readonly reach: Reach;
  /** Where given, it serves those who come through its door alone, and ends after so long without work and window. */
  readonly idleMs?: number;
}

/** Serves the window until Ctrl-C, or until it is idle. Throws ParasampleError where it cannot. */
export async function serve(serving: Serving, surroundings: CommandSurroundings): Promise<void> {
  const { folders, workerScript } = surroundings;
  const launcher = new ChildProcessLauncher(workerScript);
  const core = createCore({ ...folders, launcher, shell: 'browser' });
  try {
    const shell = await openShell(core, serving, surroundings);
    const door = await doorOf(shell, serving, surroundings);
    try {
      await servedThrough(door, shell, core, serving, surroundings);
    } finally {
      await door?.close();
      await shell.close();
    }
  } finally {
    await core.close();
  }
}

async function openShell(core: Core, { port, reach }: Serving, { folders, pageFolder }: CommandSurroundings) {
  const exportsFolder = join(folders.home, 'exports');
  const chosen = new ChosenFolders(usualFolders(process.env, homedir(), exportsFolder));
  chosen.add(networksFolder(folders.home));
  return startBrowserShell({ core: windowCore(core, chosen), pageFolder, exportsFolder, port, reach });
}

/** Tunnels lead to the loopback address without encryption, so that a server of a network has no door. */
async function doorOf(
  shell: BrowserShell,
  { reach, idleMs }: Serving,
  { folders, terminal }: CommandSurroundings,
): Promise<Door | undefined> {
  if (reach.host !== thisMachine.host || reach.tls) return undefined;
  try {
    return await openDoor(folders.home, doorAnswers(shell));
  } catch (error) {
    if (idleMs !== undefined) throw error;
    terminal.note(`\`parasample connect\` cannot find this server. ${sentenceOf(error, 'Its door')}`);
    return undefined;
  }
}

function doorAnswers(shell: BrowserShell) {
  const server = randomUUID();
  return ({ tunnelPort }: { readonly tunnelPort: number }) => ({
    server,
    pid: process.pid,
    version,
    port: shell.port,
    token: shell.admit(tunnelPort),
  });
}

async function servedThrough(
  door: Door | undefined,
  shell: BrowserShell,
  core: Core,
  { idleMs, reach }: Serving,
  surroundings: CommandSurroundings,
): Promise<void> {
  const { terminal } = surroundings;
  if (idleMs === undefined) {
    terminal.line(`Parasample is open at ${shell.url}`);
    for (const text of [shell.warning, certificateDoubt(reach, Date.now())])
      if (text !== undefined) terminal.note(text);
    terminal.note('The address lets one browser in. Ctrl-C ends Parasample, and the runs that are running.');
    await interrupted(surroundings);
    return;
  }
  // Whoever asked for this one finds the other.
  if (!door) throw new FailedError('Another server of the same runs has just been started.');
  terminal.line(
    `Parasample ${version} serves port ${shell.port} of this machine to who comes through its door.`,
  );
  const work = new GoingWork(core);
  const watch = new IdleWatch({ hasWindow: () => shell.hasWindow(), names: () => work.names() }, idleMs);
  shell.onAsked(() => watch.touch());
  await Promise.race([watch.idle(), interrupted(surroundings)]);
  watch.end();
  terminal.line('Ended.');
}

function interrupted({ onInterrupt }: CommandSurroundings): Promise<void> {
  return new Promise((resolve) => {
    const unsubscribe = onInterrupt(() => {
      unsubscribe();
      resolve();
    });
  });
}
