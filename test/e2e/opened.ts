import type { ElectronApplication, Page } from 'playwright-core';

/** How long a page may take for a step, its first loading too: long enough for a machine that is slow and busy. In milliseconds. */
export const patienceMs = 60_000;

/** What a target (Chromium with the browser shell, or Electron) opens for a home. */
export interface Opened {
  readonly page: Page;
  readonly corePid: number;
  readonly electron?: ElectronApplication;
  /** Ends the app; does nothing where it has ended. */
  end(): Promise<void>;
  /** Ends the process with the core by SIGKILL. */
  kill(): Promise<void>;
}
