import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { _electron, type ElectronApplication } from 'playwright-core';
import type { Opened } from './opened';

/**
 * Playwright's own module that holds the app back until it watches. Playwright brings it along only for npm's
 * Electron; without it, a page that opens while Playwright still connects can make it wait for ever.
 */
const startsWhenWatched = join(
  dirname(createRequire(import.meta.url).resolve('playwright-core/package.json')),
  'lib/server/electron/loader.js',
);

/**
 * A real Electron with the built app: the executable that PARASAMPLE_ELECTRON names, on the app's folder that
 * PARASAMPLE_ELECTRON_APP names.
 */
export async function openElectronTarget(environment: NodeJS.ProcessEnv): Promise<Opened> {
  const electron = await _electron.launch({
    executablePath: named('PARASAMPLE_ELECTRON'),
    args: ['-r', startsWhenWatched, '--disable-gpu', named('PARASAMPLE_ELECTRON_APP')],
    env: definedOf(environment),
  });
  const core = electron.process();
  if (core.pid === undefined) throw new Error('Electron did not start.');
  try {
    const page = await electron.firstWindow();
    return { page, corePid: core.pid, electron, end: () => quit(electron, core), kill: () => kill(core) };
  } catch (error) {
    core.kill('SIGKILL');
    throw error;
  }
}

async function kill(core: ChildProcess): Promise<void> {
  const exit = once(core, 'exit');
  core.kill('SIGKILL');
  await exit;
}

async function quit(electron: ElectronApplication, core: ChildProcess): Promise<void> {
  if (core.exitCode !== null || core.signalCode !== null) return;
  // A run that a failed spec left going must not hold the app open with its question.
  const closed = electron.waitForEvent('close', { timeout: 0 });
  await electron.evaluate(({ app, dialog }) => {
    Reflect.set(
      dialog,
      'showMessageBox',
      async (_window: unknown, { buttons = [] }: { buttons?: string[] }) => ({
        response: Math.max(0, buttons.indexOf('Stop with a checkpoint')),
      }),
    );
    // In a turn of its own: this code may have come in the middle of the app's.
    setTimeout(() => app.quit());
  });
  await closed;
}

function named(variable: string): string {
  const value = process.env[variable];
  if (!value) throw new Error(`${variable} must be set for the Electron target.`);
  return value;
}

function definedOf(environment: NodeJS.ProcessEnv): Record<string, string> {
  return Object.fromEntries(
    Object.entries(environment).filter((entry): entry is [string, string] => !!entry[1]),
  );
}
