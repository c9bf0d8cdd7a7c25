import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { build } from 'vite';

/** Bundles the reading thread as the app does, into a folder of the test's own; returns its script. */
export async function buildReadingThread(): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'parasample-thread-'));
  await build({
    configFile: false,
    logLevel: 'error',
    build: {
      ssr: resolve('src-workers/data/reading-thread.ts'),
      outDir: folder,
      target: 'node24',
      rolldownOptions: { output: { format: 'cjs' } },
    },
    ssr: { noExternal: true },
  });
  return join(folder, 'reading-thread.js');
}
