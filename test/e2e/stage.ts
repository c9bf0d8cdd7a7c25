import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ElectronApplication, Page } from 'playwright-core';
import { openBrowserTarget } from './browser-target';
import { openElectronTarget } from './electron-target';
import { patienceMs } from './opened';

/** One running app with a home of its own, as a person finds it: the page, and what lies behind it. */
export interface Stage {
  readonly page: Page;
  /** PARASAMPLE_HOME of this app. */
  readonly home: string;
  /** Process that holds the core; the workers are its descendants. */
  readonly corePid: number;
  /** Errors that the page wrote to its console or threw, among them refusals of the security policy. */
  readonly pageErrors: readonly string[];
  /** Electron alone. */
  readonly electron?: ElectronApplication;
  /** Ends the app, and leaves its home for the next one. */
  end(): Promise<void>;
  /** Ends the process with the core without a warning, and with it the app; its home is left for the next one. */
  kill(): Promise<void>;
  /** Ends the app where it still runs, and removes its home. */
  close(): Promise<void>;
}

/** Which target the specs run in. */
export const target = readTarget(process.env.PARASAMPLE_E2E);

/** Opens the app in the target, and waits until its page is drawn. Without a home to open, it gets an empty one. */
export async function openStage(usedHome?: string): Promise<Stage> {
  const home = usedHome ?? (await mkdtemp(join(tmpdir(), 'parasample-e2e-')));
  const open = target === 'electron' ? openElectronTarget : openBrowserTarget;
  const opened = await open({ ...process.env, PARASAMPLE_HOME: home });
  const close = async () => {
    await opened.end();
    await rm(home, { recursive: true, force: true });
  };
  opened.page.setDefaultTimeout(patienceMs);
  try {
    const pageErrors = await reloadListening(opened.page);
    return { ...opened, home, pageErrors, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Errors of the first load came before anyone could listen, so the page is loaded a second time. */
async function reloadListening(page: Page): Promise<readonly string[]> {
  const navigation = page.getByRole('navigation', { name: 'Main' });
  await page.waitForLoadState('load');
  await navigation.waitFor();
  const errors = collectErrors(page);
  await page.reload();
  await navigation.waitFor();
  return errors;
}

function collectErrors(page: Page): readonly string[] {
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(String(error)));
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') errors.push(message.text());
  });
  return errors;
}

function readTarget(name: string | undefined): 'browser' | 'electron' {
  if (name === 'browser' || name === 'electron') return name;
  throw new Error('PARASAMPLE_E2E must be browser or electron.');
}
