import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import source from './torch_step.py?raw';
import type { Workload } from './workload';

export type Peer = 'torch_blue' | 'hand_batched';

/** A Python process that takes training steps of one workload when it is asked to. */
export class TorchStep {
  readonly #lines: AsyncIterator<string>;

  private constructor(readonly child: ChildProcessWithoutNullStreams) {
    this.#lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  }

  /** @param python an interpreter with PyTorch and torch_blue */
  static async start(python: string, workload: Workload, peer: Peer, threads: number): Promise<TorchStep> {
    const child = spawn(python, ['-c', source, JSON.stringify(workload), peer], {
      env: { ...process.env, OMP_NUM_THREADS: String(threads) },
    });
    let complaints = '';
    child.stderr.on('data', (text) => {
      complaints += text;
    });
    const step = new TorchStep(child);
    if ((await step.#line()) === 'ready') return step;
    throw new Error(`${peer} could not run ${workload.name}:\n${complaints}`);
  }

  /** @returns milliseconds of one step, the mean of `steps` */
  async measure(steps: number): Promise<number> {
    this.child.stdin.write(`${steps}\n`);
    return Number(await this.#line());
  }

  stop(): void {
    this.child.stdin.end();
  }

  async #line(): Promise<string | undefined> {
    const { value, done } = await this.#lines.next();
    return done ? undefined : value;
  }
}
