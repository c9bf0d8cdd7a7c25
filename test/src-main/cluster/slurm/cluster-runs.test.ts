import { existsSync, readdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { appFolders } from '../../../../src-files/app-folders';
import { type Core, createCore } from '../../../../src-main/api/core';
import type { ClusterOptionsInput } from '../../../../src-shared/cluster/cluster-options';
import { type ExperimentInput, experimentSchema } from '../../../../src-shared/experiment/experiment';
import { isOver } from '../../../../src-shared/runs/runs';
import { openPosterior } from '../../../../src-workers/posterior/trained-posterior';
import { goodWorker, ScriptedLauncher } from '../../../runs/scripted-launcher';
import { temporaryFolder } from '../../../temporary-folder';
import { openSlurmRig, type SlurmRig, whyNoSlurm } from './slurm-rig';

const reason = whyNoSlurm();
const python = join(appFolders().cache, 'parity', 'bin');
const whyNoTraining = existsSync(join(python, 'torchrun'))
  ? ''
  : 'there is no Python with PyTorch and torch_blue; `npm run parity` installs it';

const stepsOfEpoch = 21;
const digits: ExperimentInput = {
  name: 'Digits',
  data: { dataset: 'digits' },
  model: { kind: 'mlp', hidden: [16] },
  training: { samples: 2, batchSize: 64, epochs: 3, leastSteps: 0, checkpoint: { everySteps: stepsOfEpoch } },
  parallel: { mode: 'local', devices: ['cpu:0'] },
};
/** Trains until somebody ends it. */
const endless: ExperimentInput = { ...digits, training: { ...digits.training, epochs: 100_000 } };

describe.skipIf(reason !== '')(
  `a run on a real SLURM${reason && ` (${reason})`}`,
  { timeout: 400_000 },
  () => {
    let rig: SlurmRig;
    let home: string;
    const open: Core[] = [];
    beforeAll(async () => {
      rig = await openSlurmRig();
      vi.stubEnv('SLURM_CONF', rig.config);
      // Further jobs wait for the one node that there is.
      vi.stubEnv('OMP_NUM_THREADS', '1');
    }, 200_000);
    afterAll(async () => {
      vi.unstubAllEnvs();
      await rig?.close();
    });
    afterEach(async () => {
      for (const core of open.splice(0)) await core.close();
      rig.call('scancel', '--user=root');
    });

    /** @param setup lines of shell before the training, in a home of its own */
    function newHome(setup = `PATH=${python}:$PATH`): void {
      home = temporaryFolder();
      writeFileSync(join(home, 'cluster-setup.sh'), `${setup}\n`);
    }

    function newCore(shell: 'browser' | 'command line' = 'browser') {
      const core = createCore({
        home,
        cache: join(home, 'cache'),
        launcher: new ScriptedLauncher(goodWorker),
        shell,
        jobTimings: { logMs: 50, slurmMs: 200, graceMs: 1000 },
      });
      open.push(core);
      return core;
    }

    async function submit(core: Core, experiment: ExperimentInput, options: ClusterOptionsInput = {}) {
      const { runId } = await core.api.runOnCluster(experimentSchema.parse(experiment), options);
      return runId;
    }

    /** Waits as long as a busy machine takes to load PyTorch. */
    function until(
      core: Core,
      runId: string,
      isSo: (run: Awaited<ReturnType<Core['api']['run']>>) => boolean,
    ) {
      return vi.waitFor(
        async () => {
          const run = await core.api.run(runId);
          if (!isSo(run)) throw new Error(`${run.status}: ${run.reason}`);
          return run;
        },
        { timeout: 300_000, interval: 100 },
      );
    }

    const ended = (core: Core, runId: string) => until(core, runId, ({ status }) => isOver(status));

    async function losses(core: Core, runId: string): Promise<readonly number[]> {
      const steps: number[] = [];
      for (let after = 0; ; ) {
        const points = await core.api.metrics(runId, after);
        const last = points.at(-1);
        if (!last) return steps;
        steps.push(...points.filter(({ name }) => name === 'train.loss').map(({ step }) => step));
        after = last.id;
      }
    }

    const upTo = (step: number) => Array.from({ length: step }, (_, index) => index + 1);

    describe.skipIf(whyNoTraining !== '')(`that trains${whyNoTraining && ` (${whyNoTraining})`}`, () => {
      test('comes home with its curves, scores and posterior, as a run like any other', async () => {
        newHome();
        const core = newCore();
        const runId = await submit(core, digits, { time: '30' });
        expect(await core.api.clusterJob(runId)).toMatchObject({
          jobId: expect.stringMatching(/^\d+$/),
          options: { time: '30' },
        });
        await expect(ended(core, runId)).resolves.toMatchObject({ status: 'finished', reason: '' });
        const run = await core.api.run(runId);
        expect(run.progress).toMatchObject({ step: 3 * stepsOfEpoch, totalSteps: 3 * stepsOfEpoch });
        expect(run.metrics['test.accuracy']).toBeGreaterThan(0.5);
        expect(await losses(core, runId)).toEqual(upTo(3 * stepsOfEpoch));
        const posterior = await openPosterior(join(home, 'runs', runId, 'posterior.safetensors'));
        expect(posterior.metadata).toMatchObject({ runId, step: 3 * stepsOfEpoch });
        expect(await core.api.cluster()).toMatchObject({ state: 'found', lastOptions: { time: '30' } });
      });

      test('is found again by an app that begins in the middle of it, goes on after a node failed, and stops with its scores', async () => {
        newHome();
        const first = newCore();
        const runId = await submit(first, endless);
        await until(first, runId, ({ progress }) => (progress?.step ?? 0) > 2 * stepsOfEpoch);
        await open.splice(0)[0].close();
        const core = newCore();
        const { progress: before } = await core.api.run(runId);
        await until(
          core,
          runId,
          ({ progress }) => (progress?.step ?? 0) > (before?.step ?? 0) + stepsOfEpoch,
        );
        rig.call('scontrol', 'update', 'nodename=n1', 'state=down', 'reason=spec');
        const broken = await ended(core, runId);
        expect(broken).toMatchObject({ status: 'interrupted' });
        expect(broken.reason).toMatch(
          /^A node of job \d+ failed on n1\. It can be continued from its checkpoint after step [\d,]+\.$/,
        );
        const seen = await losses(core, runId);
        expect(seen).toEqual(upTo(seen.length));
        await rig.resumeNode();
        const after = await core.api.continuesAfter(runId);
        expect(after).toBeGreaterThanOrEqual(2 * stepsOfEpoch);
        await core.api.continueRun(runId);
        await until(core, runId, ({ progress }) => (progress?.step ?? 0) > after + stepsOfEpoch);
        await core.api.stop(runId);
        expect(await ended(core, runId)).toMatchObject({ status: 'stopped', reason: 'Stopped on request.' });
        const all = await losses(core, runId);
        expect(all).toEqual(upTo(all.length));
        expect(existsSync(join(home, 'runs', runId, 'posterior.safetensors'))).toBe(true);
      });

      test('keeps where it stood when SLURM ends it at its time limit, and goes on with another', async () => {
        newHome();
        const core = newCore();
        const experiment = {
          ...endless,
          training: { ...endless.training, checkpoint: { everyMinutes: 600 } },
        };
        const runId = await submit(core, experiment, { time: '1' });
        const run = await ended(core, runId);
        expect(run.reason).toMatch(
          /^SLURM ended job \d+ at its time limit of 00:01:00\. It can be continued from its checkpoint after step [\d,]+\.$/,
        );
        expect(run.status).toBe('interrupted');
        const after = await core.api.continuesAfter(runId);
        await core.api.continueOnCluster(runId, { time: '30' });
        await until(core, runId, ({ progress }) => (progress?.step ?? 0) > after);
        await core.api.endNow(runId);
        const over = await ended(core, runId);
        expect(over).toMatchObject({
          status: 'stopped',
          reason: expect.stringContaining('was cancelled, without scores.'),
        });
        const all = await losses(core, runId);
        expect(all).toEqual(upTo(all.length));
      });

      test('says so where its log vanishes, and follows what SLURM says to the end', async () => {
        newHome();
        const core = newCore();
        const runId = await submit(core, endless);
        await until(core, runId, ({ status }) => status === 'running');
        const log = join(home, 'runs', runId, 'cluster', 'run.json');
        renameSync(log, `${log}.elsewhere`);
        await vi.waitFor(async () => {
          const lines = await core.api.logs(runId, 0);
          expect(lines.map(({ text }) => text).join('\n')).toContain('run.json is gone; its curves end here');
        });
        rig.call('scancel', (await core.api.clusterJob(runId))?.jobId ?? '');
        expect(await ended(core, runId)).toMatchObject({
          status: 'interrupted',
          reason: expect.stringContaining('was cancelled in SLURM (scancel).'),
        });
      });
    });

    test('waits with SLURM’s reason in words, and is cancelled while it waits', async () => {
      newHome();
      const core = newCore();
      const runId = await submit(core, digits, { more: ['--hold'] });
      const waiting = await until(core, runId, (run) => run.reason !== '');
      expect(waiting).toMatchObject({
        status: 'queued',
        reason: expect.stringContaining('Is held back (scontrol hold)'),
      });
      await core.api.stop(runId);
      expect(await ended(core, runId)).toMatchObject({ status: 'stopped' });
      const { jobId } = (await core.api.clusterJob(runId)) ?? { jobId: '' };
      expect(rig.call('scontrol', 'show', 'job', '-o', jobId)).toContain('JobState=CANCELLED');
    });

    test('is refused in SLURM’s words for a partition that is not there, and nothing is left of it', async () => {
      newHome();
      const core = newCore();
      await expect(submit(core, digits, { partition: 'debgu' })).rejects.toThrow(
        'SLURM does not take the job: invalid partition specified: debgu; Invalid partition name specified. The partitions here are debug, closed. Did you mean debug?',
      );
      expect(readdirSync(join(home, 'runs'))).toEqual([]);
      expect(await core.api.runs()).toEqual([]);
    });

    test('says what the node lacks: no torchrun, or no package', async () => {
      newHome('PATH=/usr/bin:/bin');
      const core = newCore();
      const runId = await submit(core, digits);
      expect(await ended(core, runId)).toMatchObject({
        status: 'failed',
        reason: expect.stringMatching(
          /^There is no torchrun on node .*: write the lines .* into cluster-setup\.sh/,
        ),
      });
    });

    test('that this machine has no SLURM is said', async () => {
      newHome();
      const core = newCore();
      const path = process.env.PATH;
      vi.stubEnv('PATH', '/nowhere');
      expect(await core.api.cluster()).toEqual({ state: 'missing' });
      await expect(submit(core, digits)).rejects.toThrow('There is no SLURM here (no command sbatch).');
      vi.stubEnv('PATH', path);
    });
  },
);
