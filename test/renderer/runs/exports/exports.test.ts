import { expect, test, vi } from 'vitest';
import type { ServedCore } from '../../../../src-main/api/connection';
import { Link } from '../../../../src-renderer/link/link.svelte';
import { RunExports } from '../../../../src-renderer/runs/exports/exports.svelte';
import type { ApiResults, Outcome } from '../../../../src-shared/protocol/api';
import type { CoreEvent } from '../../../../src-shared/protocol/core-event';
import { type TaskProgress, taskTitles } from '../../../../src-shared/tasks';
import { MemoryLine } from '../../memory-line';

/** A core whose one export goes on until it is told how it ends. */
class ExportingCore implements ServedCore {
  readonly calls: (readonly [string, readonly unknown[]])[] = [];
  #tell: (event: CoreEvent) => void = () => undefined;
  #end: (outcome: Outcome<ApiResults['exportPosterior']>) => void = () => undefined;

  subscribe(listener: (event: CoreEvent) => void): () => void {
    this.#tell = listener;
    return () => undefined;
  }

  call(name: string, args: readonly unknown[]): Promise<Outcome<unknown>> {
    this.calls.push([name, args]);
    if (name === 'cancelTask') return Promise.resolve({ ok: true, value: null });
    return new Promise((resolve) => {
      this.#end = resolve;
    });
  }

  progress(done: number, state: TaskProgress['state'] = 'going'): void {
    const title = taskTitles.exportPosterior('run-1');
    this.#tell({ type: 'task', task: { id: 't', title, state, doneMB: 0, items: { done, total: 10 } } });
  }

  end(outcome: Outcome<ApiResults['exportPosterior']>): void {
    this.#end(outcome);
  }
}

async function exporting() {
  const core = new ExportingCore();
  const link = new Link(async () => new MemoryLine(core));
  void link.keepUp();
  await vi.waitFor(() => expect(link.state).toBe('connected'));
  const exports = new RunExports(link, 'run-1');
  exports.follow();
  const done = exports.posterior('npz');
  await vi.waitFor(() => expect(core.calls).toEqual([['exportPosterior', ['run-1', undefined, 'npz']]]));
  return { core, exports, done };
}

test('an export tells how far it is, and then where its files lie', async () => {
  const { core, exports, done } = await exporting();
  expect(exports.isBusy).toBe(true);
  core.progress(4);
  await vi.waitFor(() => expect(exports.task?.items?.done).toBe(4));
  core.progress(10, 'done');
  core.end({ ok: true, value: { files: ['/out/posterior.npz'] } });
  await done;
  expect(exports.files).toEqual(['/out/posterior.npz']);
  expect([exports.isBusy, exports.task, exports.trouble]).toEqual([false, undefined, '']);
});

test('an export can be cancelled, and says so', async () => {
  const { core, exports, done } = await exporting();
  core.progress(1);
  await vi.waitFor(() => expect(exports.task).toBeDefined());
  await exports.cancel();
  expect(core.calls.at(-1)).toEqual(['cancelTask', ['t']]);
  core.end({ ok: false, kind: 'failed', message: 'The export was cancelled.' });
  await done;
  expect(exports.trouble).toBe('The export was cancelled.');
  expect(exports.files).toEqual([]);
});
