import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { bootstrap, say } from './bootstrap.mjs';
import { repository } from './folders.mjs';
import { ensureParityPython } from './parity-python.mjs';
import { passThrough } from './pass-through.mjs';
import { runMain, SetupError } from './setup-error.mjs';
import { closingLine } from './test-counts.mjs';
import { runSpecs } from './vitest-run.mjs';

// Holds Parasample against torch_blue itself, in both directions; with --record, renews the golden values too.
await runMain(async () => {
  const record = wantsRecord(process.argv.slice(2));
  const { node, cli } = await bootstrap();
  if (node !== process.execPath)
    return passThrough(node, [fileURLToPath(import.meta.url), ...process.argv.slice(2)]);
  const python = await ensureParityPython(say);
  if ((await passThrough(node, [cli, 'runtime'])) !== 0) return 1;
  const temporary = mkdtempSync(join(tmpdir(), 'parasample-parity-'));
  try {
    const counts = await runSpecs('test/parity/vitest.config.mts', {
      PARASAMPLE_PARITY_PYTHON: python,
      PARASAMPLE_PARITY_RECORDS: record ? join(repository, 'test', 'parity', 'fixtures') : temporary,
    });
    console.log(`\n${closingLine(counts)}`);
    return counts.failed > 0 ? 1 : 0;
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
});

function wantsRecord(args) {
  try {
    return parseArgs({ args, options: { record: { type: 'boolean', default: false } } }).values.record;
  } catch {
    throw new SetupError(`npm run parity takes only --record, not ${args.join(' ')}.`);
  }
}
