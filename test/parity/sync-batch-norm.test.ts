import { fork } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { modelSchema } from '../../src-shared/experiment/networks';
import { networkFor } from '../../src-workers/models/build-model';
import { relativeDistance } from '../src-workers/relative-distance';
import { buildWorker } from '../src-workers/run/built-worker';
import { bindingPath } from '../src-workers/tensorflow';
import { temporaryFolder } from '../temporary-folder';
import type { MemberResult, MemberTask } from './batch-member';

type Named = Readonly<Record<string, readonly number[]>>;

/** What PyTorch computes of the joined batch, by write_onnx_networks.py: what its SyncBatchNorm computes of its parts. */
interface Recorded {
  readonly inputs: readonly number[];
  readonly factors: readonly number[];
  readonly gradients: Named;
  /** Running statistics after one forward pass. */
  readonly running: Named;
}

const folder = join(__dirname, 'fixtures', 'onnx');
const inputShape = [8, 8, 1];
const outputs = 3;

let script: string;
beforeAll(async () => {
  script = await buildWorker('test/parity/batch-member.ts');
});

function member(task: MemberTask): Promise<MemberResult> {
  const child = fork(script, [], {
    serialization: 'advanced',
    env: { ...process.env, TF_CPP_MIN_LOG_LEVEL: '2', TF_NUM_INTRAOP_THREADS: '1' },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  return new Promise((resolve, reject) => {
    child.once('message', (result: MemberResult & { readonly error?: string }) =>
      result.error === undefined ? resolve(result) : reject(new Error(result.error)),
    );
    child.once('exit', (code, signal) => reject(new Error(`It ended with ${signal ?? code}.`)));
    child.send(task);
  });
}

/**
 * One process for each part of the batch. The last comes once another, which waits within its pass, has said that it is well, as
 * whoever watches over workers wants it: else it would be taken for one that hangs.
 */
function members(path: string, parts: readonly number[], { inputs, factors }: Recorded) {
  const common = { binding: bindingPath(), folder: temporaryFolder(), path, inputShape, inputs, factors };
  return Promise.all(
    parts.map((_, rank) => member({ ...common, parts, rank, outputs, isLate: rank === parts.length - 1 })),
  );
}

test.each([
  ['dynamo', [3, 3]],
  ['dynamo', [4, 1, 1]],
  ['dynamo', [5, 1, 0]],
  ['script', [4, 2]],
])(
  'a network by PyTorch’s exporter %s, whose batch workers share as %j, has the gradients and running statistics of PyTorch for the whole batch',
  async (exporter, parts) => {
    const path = join(folder, `normalised-${exporter}.onnx`);
    const recorded: Recorded = JSON.parse(readFileSync(join(folder, `normalised-${exporter}.json`), 'utf8'));
    const results = await members(path, parts, recorded);
    const summed = (name: string) =>
      results
        .map(({ gradients }) => gradients[name])
        .reduce((sum, own) => sum.map((value, at) => value + own[at]));
    const whole = Math.hypot(...Object.values(recorded.gradients).flat());
    for (const [name, theirs] of Object.entries(recorded.gradients)) {
      const ours = summed(name);
      const apart = Math.hypot(...theirs.map((value, at) => value - ours[at]));
      // A bias before a normalisation has no gradient but rounding.
      expect(apart / Math.max(Math.hypot(...theirs), 1e-2 * whole), name).toBeLessThan(1e-4);
    }
    const { weights } = networkFor(modelSchema.parse({ kind: 'onnx', path }), {
      inputShape,
      outputShape: [3],
    });
    for (const { name, start } of weights.filter(({ moving }) => moving)) {
      const taken = summed(name);
      const moved = Array.from(start?.numbers(0) ?? [], (value, at) => value - taken[at]);
      expect(relativeDistance(moved, recorded.running[name]), name).toBeLessThan(1e-5);
    }
  },
);
