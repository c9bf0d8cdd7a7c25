import { expect, test } from 'vitest';
import { jsonLines, newCommandShell } from '../command-shell';

async function twoRuns() {
  const { call, file } = newCommandShell();
  const runOf = async (...more: string[]) =>
    String(jsonLines((await call('run', file, '--json', ...more)).out).at(-1)?.runId);
  return {
    call,
    first: await runOf(),
    second: await runOf('--set', 'seed=2', '--set', 'training.batchSize=7'),
  };
}

test('two runs of different seeds are compared in settings and scores, and it is said why their posteriors are not', async () => {
  const { call, first, second } = await twoRuns();
  const { code, out } = await call('compare', first, second);
  expect(code).toBe(0);
  const [runs, head, ...lines] = out.trim().split('\n');
  expect(runs).toBe(`${first} | ${second}`);
  expect(head).toBe('Settings that differ:');
  expect(lines.slice(0, 2).sort()).toEqual(
    ['  seed: 0 | 2', expect.stringMatching(/batchSize: \d+ \| 7$/)].sort(),
  );
  expect(out).toMatch(/\nScores:\n( {2}test\.\S+ [\d.]+ \| [\d.]+.*\n)+/);
  expect(lines.at(-1)).toBe(
    `Runs ${first} and ${second} have the seeds 0 and 2, by which data are split; posteriors are compared at the same seed, or at the same data.splitSeed.`,
  );
});

test('as JSON the same in one object', async () => {
  const { call, first, second } = await twoRuns();
  const [found] = jsonLines((await call('compare', first, second, '--json')).out);
  expect(found.runs).toMatchObject([{ id: first }, { id: second }]);
  expect(found.differences).toContainEqual({ path: 'seed', texts: ['0', '2'] });
  expect(found.posteriors).toMatch(/have the seeds 0 and 2/);
});

test('a run that is not there, or only one run, is bad input', async () => {
  const { call, first } = await twoRuns();
  const missing = await call('compare', first, 'nobody');
  expect(missing.code).toBe(2);
  expect(missing.err).toContain('There is no run named nobody');
  expect((await call('compare', first)).code).toBe(2);
});
