import { fileURLToPath } from 'node:url';
import { bootstrap } from './bootstrap.mjs';
import { passThrough } from './pass-through.mjs';
import { runMain } from './setup-error.mjs';
import { closingLine } from './test-counts.mjs';
import { runSpecs } from './vitest-run.mjs';

// Counts what a GPU would be asked for, on a pretended one (docs/testing.md); it fetches 0.7 GB the first time.
await runMain(async () => {
  const { node } = await bootstrap();
  if (node !== process.execPath) return passThrough(node, [fileURLToPath(import.meta.url)]);
  const counts = await runSpecs('test/gpu-rig/vitest.config.mts');
  console.log(`\n${closingLine(counts)}`);
  return counts.failed > 0 ? 1 : 0;
});
