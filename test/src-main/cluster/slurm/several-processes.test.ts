import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { appFolders } from '../../../../src-files/app-folders';
import { type Core, createCore } from '../../../../src-main/api/core';
import type { ClusterOptionsInput } from '../../../../src-shared/cluster/cluster-options';
import { experimentSchema } from '../../../../src-shared/experiment/experiment';
import { isOver } from '../../../../src-shared/runs/runs';
import { goodWorker, ScriptedLauncher } from '../../../runs/scripted-launcher';
import { temporaryFolder } from '../../../temporary-folder';
import { openSlurmRig, type SlurmRig, whyNoSlurm } from './slurm-rig';

const python = join(appFolders().cache, 'parity', 'bin');
const reason =
  whyNoSlurm() ||
  (existsSync(join(python, 'torchrun'))
    ? ''
    : 'there is no Python with PyTorch and torch_blue; `npm run parity` installs it');

/** Behind this machine's own name in SLURM's order, so that the processes meet at that: no name server knows this one. */
const secondNode = 'zzz2';

/** Four samples of a step, which one process draws alone, or two share, or four. */
const digits = experimentSchema.parse({
  name: 'Digits',
  seed: 3,
  data: { dataset: 'digits' },
  model: { kind: 'mlp', hidden: [16] },
  training: { samples: 4, batchSize: 64, epochs: 2, leastSteps: 0 },
  evaluation: { samples: 8 },
  parallel: { mode: 'local', devices: ['cpu:0'] },
});

describe.skipIf(reason !== '')(
  `samples over several processes under a real SLURM${reason && ` (${reason})`}`,
  { timeout: 500_000 },
  () => {
    let rig: SlurmRig;
    beforeAll(async () => {
      rig = await openSlurmRig([hostname(), secondNode]);
      vi.stubEnv('SLURM_CONF', rig.config);
    }, 200_000);
    afterAll(async () => {
      vi.unstubAllEnvs();
      await rig?.close();
    });

    /** Trains it as a job, to its end; its losses step by step, its scores and what its log says. */
    async function trained(core: Core, home: string, options: ClusterOptionsInput) {
      const { runId } = await core.api.runOnCluster(digits, options);
      const run = await vi.waitFor(
        async () => {
          const now = await core.api.run(runId);
          if (!isOver(now.status)) throw new Error(`${now.status}: ${now.reason}`);
          return now;
        },
        { timeout: 400_000, interval: 200 },
      );
      const lines = (await core.api.logs(runId, 0)).map(({ text }) => text);
      expect(run, lines.join('\n')).toMatchObject({ status: 'finished', reason: '' });
      const points = await core.api.metrics(runId, 0);
      const losses = points.filter(({ name }) => name === 'train.loss').map(({ value }) => value);
      const scores = Object.fromEntries(
        Object.entries(run.metrics).filter(([name]) => name.startsWith('test.')),
      );
      const log = readFileSync(join(home, 'runs', runId, 'cluster', 'run.json'), 'utf8');
      const [, engine] = /"engine": "([^"]*)"/.exec(log) ?? [];
      return { losses, scores, engine, lines: lines.join('\n'), devices: run.experiment.parallel.devices };
    }

    test('two of one node, and two of each of two nodes, train and score as one does', async () => {
      const home = temporaryFolder();
      writeFileSync(join(home, 'cluster-setup.sh'), `PATH=${python}:$PATH\n`);
      const core = createCore({
        home,
        cache: join(home, 'cache'),
        launcher: new ScriptedLauncher(goodWorker),
        shell: 'browser',
        jobTimings: { logMs: 50, slurmMs: 200, graceMs: 1000 },
      });
      try {
        const one = await trained(core, home, {});
        expect(one.losses.length).toBeGreaterThan(30);
        expect(Object.keys(one.scores)).toContain('test.nll');
        for (const [options, processes] of [
          [{ processes: 2 }, 2],
          [{ nodes: 2, processes: 2 }, 4],
        ] as const) {
          const several = await trained(core, home, options);
          expect(several.engine).toContain(`torch_blue on ${processes} processes (gloo)`);
          if ('nodes' in options) expect(several.lines).toContain(`on ${hostname()},${secondNode}.`);
          expect(several.devices).toHaveLength(processes);
          expect(several.losses).toHaveLength(one.losses.length);
          for (const [at, loss] of several.losses.entries()) expect(loss).toBeCloseTo(one.losses[at] ?? 0, 4);
          for (const [name, score] of Object.entries(several.scores))
            expect(score, name).toBeCloseTo(one.scores[name] ?? 0, 3);
        }
      } finally {
        await core.close();
      }
    });
  },
);
