import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { repository } from './folders.mjs';
import { passThrough } from './pass-through.mjs';
import { reportVariable } from './spec-reporter.mjs';
import { addCounts, countsOfReport, failure, noTests } from './test-counts.mjs';
import { runTool } from './tool.mjs';

const vitest = join(repository, 'node_modules', 'vitest', 'vitest.mjs');
const reporters = ['--reporter=default', `--reporter=${join(import.meta.dirname, 'spec-reporter.mjs')}`];

/** Runs a set of specs, shown as they go. @returns {Promise<import('./test-counts.mjs').Counts>} */
export async function runSpecs(config, environment = {}, wrapper = []) {
  const folder = mkdtempSync(join(tmpdir(), 'parasample-test-'));
  const report = join(folder, 'report.json');
  const [command, ...args] = [...wrapper, process.execPath, vitest, 'run', '--config', config, ...reporters];
  try {
    const code = await passThrough(command, args, {
      cwd: repository,
      env: { ...process.env, ...environment, [reportVariable]: report },
    });
    const counts = countsOfReport(readReport(report));
    if (code === 0 || counts.failed > 0) return counts;
    return addCounts(counts, failure(`vitest ended with ${code} of ${config}, though no test failed`));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Counts specs that cannot run here, without running them. */
export async function skipSpecs(config, environment) {
  const listed = await runTool(
    process.execPath,
    [vitest, 'list', '--config', config, '--json'],
    'Counting the skipped specs',
    { cwd: repository, env: { ...process.env, ...environment } },
  );
  return { ...noTests, skipped: JSON.parse(listed).length };
}

function readReport(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}
