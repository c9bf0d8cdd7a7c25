import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import source from './torch_step.py?raw';
import type { Workload } from './workload';

export type Peer = 'torch_blue' | 'hand_batched';

/** A Python process that takes a workload's steps. @param python an interpreter with PyTorch and torch_blue */
export function startTorch(
  python: string,
  workload: Workload,
  peer: Peer,
  { device = 'cpu', threads }: { readonly device?: 'cpu' | 'cuda'; readonly threads: number },
): Promise<StepProcess> {
  const child = spawn(python, ['-c', source, JSON.stringify(workload), peer, device], {
    env: { ...process.env, OMP_NUM_THREADS: String(threads) },
  });
  return StepProcess.of(child, `${peer} could not run ${workload.name}`);
}

/** A process that takes training steps of one workload when it is asked to. */
export class StepProcess {
  readonly #lines: AsyncIterator<string>;

  private constructor(readonly child: ChildProcessWithoutNullStreams) {
    this.#lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  }

  /** Resolves once it has warmed up; throws `failure`, with what it had to say, where it cannot. */
  static async of(child: ChildProcessWithoutNullStreams, failure: string): Promise<StepProcess> {
    let complaints = '';
    child.stderr.on('data', (text) => {
      complaints += text;
    });
    const step = new StepProcess(child);
    if ((await step.#line()) === 'ready') return step;
    throw new Error(`${failure}:\n${complaints}`);
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
