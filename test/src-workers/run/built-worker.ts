import { mkdtempSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { build } from 'vite';

/** Bundles the worker, or another script, as the app does, into a folder of the test's own; returns the script to fork. */
export async function buildWorker(source = 'src-workers/worker.ts'): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'parasample-worker-'));
  symlinkSync(resolve('node_modules'), join(folder, 'node_modules'));
  await build({
    configFile: false,
    logLevel: 'error',
    build: {
      ssr: resolve(source),
      outDir: join(folder, 'out'),
      target: 'node24',
      rolldownOptions: { external: [/^@tensorflow\//], output: { format: 'cjs' } },
    },
    ssr: { noExternal: ['zod'] },
  });
  return join(folder, 'out', `${basename(source, '.ts')}.js`);
}
