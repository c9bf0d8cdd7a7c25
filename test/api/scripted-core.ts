import { join } from 'node:path';
import { expect, onTestFinished, vi } from 'vitest';
import { createCore } from '../../src-main/api/core';
import type { PrintPage } from '../../src-main/report/print-page';
import { usualTimings } from '../../src-main/runs/run-timings';
import type { CoreEvent } from '../../src-shared/protocol/core-event';
import { goodWorker, ScriptedLauncher, type ScriptedWorker } from '../runs/scripted-launcher';
import { temporaryFolder } from '../temporary-folder';

export const demo = {
  name: 'Demo',
  data: { dataset: 'digits' },
  model: { kind: 'mlp' },
  parallel: { mode: 'local', devices: ['cpu:0'] },
};

/** A core on a home of its own, whose workers do as a spec says, and all that it tells its windows. */
export function newCore(script: (worker: ScriptedWorker) => void = goodWorker, print?: PrintPage) {
  const home = temporaryFolder();
  const core = createCore({
    home,
    cache: join(home, 'cache'),
    launcher: new ScriptedLauncher(script),
    shell: 'command line',
    timings: { ...usualTimings, tickMs: 5, exitMs: 20 },
    ...(print ? { print } : {}),
  });
  onTestFinished(() => core.close());
  const events: CoreEvent[] = [];
  core.subscribe((event) => events.push(event));
  const until = (runId: string, status: string) =>
    vi.waitFor(async () => expect(await core.api.run(runId)).toMatchObject({ status }));
  const finished = async () => {
    const { runId } = await core.api.start(demo);
    await until(runId, 'finished');
    return runId;
  };
  return { core, api: core.api, home, events, until, finished };
}
