import { _electron } from 'playwright-core';
import type { Opened } from './stage';

/**
 * A real Electron with the built app: the executable that PARASAMPLE_ELECTRON names, on the app's folder that
 * PARASAMPLE_ELECTRON_APP names.
 */
export async function openElectronTarget(environment: NodeJS.ProcessEnv): Promise<Opened> {
  const electron = await _electron.launch({
    executablePath: named('PARASAMPLE_ELECTRON'),
    args: ['--disable-gpu', named('PARASAMPLE_ELECTRON_APP')],
    env: definedOf(environment),
  });
  const page = await electron.firstWindow();
  const { pid } = electron.process();
  if (pid === undefined) throw new Error('Electron did not start.');
  return { page, corePid: pid, electron, close: () => electron.close() };
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
