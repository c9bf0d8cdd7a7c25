import { delimiter, dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bootstrap } from './bootstrap.mjs';
import { runEndToEnd } from './end-to-end.mjs';
import { repository } from './folders.mjs';
import { passThrough } from './pass-through.mjs';
import { runMain, SetupError } from './setup-error.mjs';
import { addCounts, closingLine, closingLists, failure, noTests } from './test-counts.mjs';
import { npmCommand } from './tool.mjs';
import { runSpecs } from './vitest-run.mjs';

await runMain(async () => {
  try {
    const { node, cli } = await bootstrap();
    if (node !== process.execPath) return runOn(node);
    return await testAll(cli);
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    console.error(error.message);
    console.log(closingLine(failure(error.message)));
    return error.exitCode;
  }
});
// Packing leaves a hook in this process (async-exit-hook) that would end it with 0 whatever its exit code is.
process.exit();

/** The tools that the tests start look for `node` in PATH. */
function runOn(node) {
  const environment = { ...process.env, PATH: `${dirname(node)}${delimiter}${process.env.PATH}` };
  return passThrough(node, [fileURLToPath(import.meta.url)], { env: environment });
}

async function testAll(cli) {
  const runtime = await passThrough(process.execPath, [cli, 'runtime']);
  const check = await runCheck();
  const unit = await runSpecs('vitest.config.mts');
  const endToEnd = await runEndToEnd();
  const counts = [check, unit, endToEnd.counts].reduce(addCounts, noTests);
  for (const reason of endToEnd.reasons) console.log(`\nSKIPPED: ${reason}`);
  if (runtime !== 0)
    console.log('\nThe TensorFlow runtime could not be installed; the reason is at the top.');
  console.log(['', ...closingLists(counts), '', closingLine(counts)].join('\n'));
  return counts.failed > 0 ? 1 : 0;
}

/** Types, lint and format count as one test. */
async function runCheck() {
  const { command, args, shell } = npmCommand(['run', 'check']);
  const code = await passThrough(command, args, { cwd: repository, shell });
  return code === 0 ? { ...noTests, passed: 1 } : failure('npm run check: types, lint or format');
}
