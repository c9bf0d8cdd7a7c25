// Runs one TypeScript file of this folder: `node bench/run.mjs bench/exchange.ts`.
import { mkdtemp, rm } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'vite';

const entry = resolve(process.argv[2] ?? '');
// Inside the repository, so that the bundle finds the installed packages.
const folder = await mkdtemp(join(import.meta.dirname, '../node_modules/.bench-'));
try {
  await build({
    configFile: false,
    logLevel: 'warn',
    build: {
      ssr: entry,
      outDir: folder,
      target: 'node24',
      rolldownOptions: { output: { format: 'es', entryFileNames: '[name].mjs' } },
    },
  });
  const bench = await import(pathToFileURL(join(folder, basename(entry).replace(/\.ts$/, '.mjs'))).href);
  await bench.default?.();
} finally {
  await rm(folder, { recursive: true });
}
