import { expect, vi } from 'vitest';
import { ChildProcessLauncher } from '../../src-main/processes/child-process-launcher';
import type { LaunchOptions, WorkerProcess } from '../../src-main/processes/worker-process';
import type { RunSupervisor } from '../../src-main/runs/run-supervisor';
import { type FromWorker, fromWorkerSchema } from '../../src-shared/protocol/worker-protocol';

/** Real workers, whose messages a test sees as soon as they arrive. */
export class WatchedLauncher extends ChildProcessLauncher {
  onMessage: (message: FromWorker) => void = () => {};

  override launch(options: LaunchOptions): WorkerProcess {
    const worker = super.launch(options);
    const onMessage = worker.onMessage.bind(worker);
    worker.onMessage = (listener) =>
      onMessage((message) => {
        listener(message);
        this.onMessage(fromWorkerSchema.parse(message));
      });
    return worker;
  }
}

interface WatchedRuns {
  readonly launcher: WatchedLauncher;
  readonly supervisor: RunSupervisor;
}

/**
 * Holds the run once it has taken so many steps: by pausing it in the very moment that a worker tells so, since a quick
 * machine may have taken them all before anybody who looks now and then sees them.
 */
export async function heldAfter(
  step: number,
  { launcher, supervisor }: WatchedRuns,
  id: string,
): Promise<void> {
  let isThere = false;
  launcher.onMessage = (message) => {
    isThere ||= message.type === 'progress' && message.step >= step;
    // Another worker may be quicker to tell than the one that speaks for the run.
    if (!isThere || supervisor.summary(id).status !== 'running') return;
    launcher.onMessage = () => {};
    supervisor.pause(id);
  };
  await vi.waitFor(() => expect(supervisor.summary(id)).toMatchObject({ status: 'paused' }), {
    timeout: 200_000,
  });
}
