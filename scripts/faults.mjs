import { fileURLToPath } from 'node:url';
import { bootstrap } from './bootstrap.mjs';
import { passThrough } from './pass-through.mjs';
import { runMain } from './setup-error.mjs';
import { closingLine } from './test-counts.mjs';
import { runSpecs } from './vitest-run.mjs';

// Kills processes, damages files and fuzzes messages, all at random; PARASAMPLE_FAULT_SEED makes the same faults again.
await runMain(async () => {
  const { node, cli } = await bootstrap();
  if (node !== process.execPath) return passThrough(node, [fileURLToPath(import.meta.url)]);
  if ((await passThrough(node, [cli, 'runtime'])) !== 0) return 1;
  const counts = await runSpecs('test/faults/vitest.config.mts');
  console.log(`\n${closingLine(counts)}`);
  return counts.failed > 0 ? 1 : 0;
});
