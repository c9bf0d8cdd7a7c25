import { type ChildProcess, fork } from 'node:child_process';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'vite';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Exchange } from '../../../src-workers/parallel/exchange';
import { PeerLostError } from '../../../src-workers/parallel/peer-lost-error';

let folder: string;
let children: ChildProcess[] = [];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'exchange-'));
});
afterEach(async () => {
  for (const child of children) child.kill('SIGKILL');
  children = [];
  await rm(folder, { recursive: true, force: true });
});

function connectAll(workers: number, floats: number): Promise<Exchange[]> {
  return Promise.all(
    Array.from({ length: workers }, (_, rank) => Exchange.connect({ rank, workers, folder, floats })),
  );
}

/** Worker `rank` holds (rank + 1) * (index + 1) at each index, so that the sum is known in whole numbers. */
function vectorOf(rank: number, length: number): Float32Array {
  return Float32Array.from({ length }, (_, index) => (rank + 1) * ((index % 1000) + 1));
}

function sumOver(workers: number, length: number): Float32Array {
  const ranks = (workers * (workers + 1)) / 2;
  return Float32Array.from({ length }, (_, index) => ranks * ((index % 1000) + 1));
}

describe('all workers get the sum of their vectors', () => {
  for (const workers of [2, 3, 4]) {
    test(`${workers} workers, lengths that do not divide evenly, small and large, again and again`, async () => {
      const exchanges = await connectAll(workers, 100_003);
      for (const length of [1, 2, 7, 5_000, 100_003, 16_384, 16_385, 99_999, 3]) {
        const vectors = exchanges.map((_, rank) => vectorOf(rank, length));
        await Promise.all(
          exchanges.map((exchange, rank) => exchange.allReduceSum(vectors[rank] as Float32Array)),
        );
        for (const vector of vectors) expect(vector).toEqual(sumOver(workers, length));
      }
      await Promise.all(exchanges.map((exchange) => exchange.close()));
    });
  }

  test('a vector longer than agreed goes through in pieces', async () => {
    const exchanges = await connectAll(3, 1000);
    const vectors = exchanges.map((_, rank) => vectorOf(rank, 3501));
    await Promise.all(
      exchanges.map((exchange, rank) => exchange.allReduceSum(vectors[rank] as Float32Array)),
    );
    for (const vector of vectors) expect(vector).toEqual(sumOver(3, 3501));
    await Promise.all(exchanges.map((exchange) => exchange.close()));
  });

  test('terms are added in rank order in 32 bits, so all get the same bits whoever adds', async () => {
    const exchanges = await connectAll(3, 40_000);
    const terms = [1e8, 3, -1e8];
    const vectors = terms.map((term) => new Float32Array(40_000).fill(term));
    await Promise.all(
      exchanges.map((exchange, rank) => exchange.allReduceSum(vectors[rank] as Float32Array)),
    );
    // 1e8 + 3 is not a 32-bit float; the nearest is 1e8, so the sum is 0. Another order would give 3.
    for (const vector of vectors) expect(vector).toEqual(new Float32Array(40_000));
    await Promise.all(exchanges.map((exchange) => exchange.close()));
  });

  test('parts of different lengths come together on all workers, between sums, longer ones in pieces', async () => {
    const exchanges = await connectAll(3, 1000);
    const parts = [
      { first: 0, size: 2500 },
      { first: 2500, size: 1000 },
      { first: 3500, size: 1 },
    ];
    const whole = vectorOf(0, 3501);
    for (let round = 0; round < 3; round += 1) {
      const vectors = parts.map(({ first, size }) => {
        const own = new Float32Array(3501);
        own.set(whole.subarray(first, first + size), first);
        return own;
      });
      await Promise.all(exchanges.map((exchange, rank) => exchange.allGather(vectors[rank], parts)));
      for (const vector of vectors) expect(vector).toEqual(whole);
      const sums = exchanges.map((_, rank) => vectorOf(rank, 7));
      await Promise.all(exchanges.map((exchange, rank) => exchange.allReduceSum(sums[rank])));
      for (const sum of sums) expect(sum).toEqual(sumOver(3, 7));
    }
    await Promise.all(exchanges.map((exchange) => exchange.close()));
  });

  test('an empty vector and a lone worker need no one', async () => {
    const alone = await Exchange.connect({ rank: 0, workers: 1, folder: join(folder, 'absent'), floats: 10 });
    const vector = Float32Array.of(1, 2);
    await alone.allReduceSum(vector);
    await alone.barrier();
    await alone.close();
    expect(vector).toEqual(Float32Array.of(1, 2));

    const exchanges = await connectAll(2, 10);
    await exchanges[0]?.allReduceSum(new Float32Array(0));
    await Promise.all(exchanges.map((exchange) => exchange.close()));
  });

  test('nothing is left in the folder once the workers have met', async () => {
    const exchanges = await connectAll(3, 10);
    expect(await readdir(folder)).toEqual([]);
    await Promise.all(exchanges.map((exchange) => exchange.close()));
  });
});

describe('what goes wrong is said at once', () => {
  test('a worker that closes early is named to those who wait for it', async () => {
    const exchanges = await connectAll(3, 10);
    const waiting = [exchanges[0], exchanges[2]].map((exchange) =>
      exchange?.allReduceSum(new Float32Array(5)),
    );
    const outcomes = Promise.allSettled(waiting);
    await exchanges[1]?.close();
    for (const outcome of await outcomes) {
      expect(outcome).toMatchObject({ status: 'rejected', reason: { rank: 1 } });
    }
    await Promise.all([exchanges[0]?.close(), exchanges[2]?.close()]);
  });

  test('a worker that closes after the last barrier is no loss', async () => {
    const exchanges = await connectAll(2, 10);
    const [first, second] = exchanges as [Exchange, Exchange];
    const vector = Float32Array.of(1);
    const slow = first.allReduceSum(vector);
    await second.allReduceSum(Float32Array.of(2));
    await second.close();
    await slow;
    expect(vector).toEqual(Float32Array.of(3));
    await expect(first.barrier()).rejects.toThrow(PeerLostError);
    await first.close();
  });

  test('workers that never come are named when the time is over', async () => {
    const connecting = Exchange.connect({ rank: 1, workers: 3, folder, floats: 10, waitSeconds: 0.05 });
    await expect(connecting).rejects.toThrow(
      'Worker 0 and 2 did not come to the exchange within 0.05 seconds.',
    );
  });

  test('an abort ends the meeting and any wait with its reason', async () => {
    const reason = new Error('The run was stopped.');
    const early = new AbortController();
    const meeting = Exchange.connect({ rank: 0, workers: 2, folder, floats: 10, signal: early.signal });
    early.abort(reason);
    await expect(meeting).rejects.toBe(reason);

    const late = new AbortController();
    const [first, second] = await Promise.all([
      Exchange.connect({ rank: 0, workers: 2, folder, floats: 10, signal: late.signal }),
      Exchange.connect({ rank: 1, workers: 2, folder, floats: 10 }),
    ]);
    const waiting = first.barrier();
    late.abort(reason);
    await expect(waiting).rejects.toBe(reason);
    await Promise.all([first.close(), second.close()]);
  });

  test('workers that disagree about the longest vector are refused', async () => {
    const connecting = [10, 11].map((floats, rank) => Exchange.connect({ rank, workers: 2, folder, floats }));
    const outcomes = await Promise.allSettled(connecting);
    expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    const messages = outcomes.map((outcome) => (outcome.status === 'rejected' ? outcome.reason.message : ''));
    expect(messages.join(' ')).toContain('workers of one run must agree');
  });

  test('two sums at a time in one worker are refused', async () => {
    const exchanges = await connectAll(2, 10);
    const [first, second] = exchanges as [Exchange, Exchange];
    const going = first.allReduceSum(Float32Array.of(1));
    await expect(first.allReduceSum(Float32Array.of(1))).rejects.toThrow('one vector at a time');
    await second.allReduceSum(Float32Array.of(1));
    await going;
    await Promise.all(exchanges.map((exchange) => exchange.close()));
  });

  test('a folder too deep for sockets is named', async () => {
    const deep = join(folder, 'x'.repeat(100));
    await mkdir(deep);
    const connecting = Exchange.connect({ rank: 0, workers: 2, folder: deep, floats: 1 });
    await expect(connecting).rejects.toThrow('too long a path for local sockets');
  });
});

describe('between real processes', () => {
  test('three processes sum; when one is killed the others learn its rank', async () => {
    const program = await bundledProgram();
    children = [0, 1, 2].map((rank) => fork(program, [String(rank), '3', folder]));
    const answers = children.map(nextMessage);
    expect(await Promise.all(answers)).toEqual([{ sum: 6 }, { sum: 6 }, { sum: 6 }]);

    const losses = [children[0], children[2]].map((child) => nextMessage(child as ChildProcess));
    children[1]?.kill('SIGKILL');
    expect(await Promise.all(losses)).toEqual([{ lost: 1 }, { lost: 1 }]);
  });
});

/** A worker that sums once, then waits at a barrier which the others never all reach. */
const program = `
import { Exchange } from ${JSON.stringify(join(import.meta.dirname, '../../../src-workers/parallel/exchange'))};
const [rank, workers, folder] = process.argv.slice(2);
const exchange = await Exchange.connect({ rank: Number(rank), workers: Number(workers), folder, floats: 50000 });
const vector = new Float32Array(50000).fill(Number(rank) + 1);
await exchange.allReduceSum(vector);
process.send({ sum: vector[49999] });
if (rank === '1') setInterval(() => {}, 1000);
else await exchange.barrier().catch((error) => process.send({ lost: error.rank }));
if (rank !== '1') { await exchange.close(); process.disconnect(); }
`;

async function bundledProgram(): Promise<string> {
  const entry = join(folder, 'program.ts');
  await writeFile(entry, program);
  await build({
    configFile: false,
    logLevel: 'error',
    build: {
      ssr: entry,
      outDir: join(folder, 'built'),
      rolldownOptions: { output: { format: 'es', entryFileNames: 'program.mjs' } },
    },
  });
  return join(folder, 'built', 'program.mjs');
}

function nextMessage(child: ChildProcess): Promise<unknown> {
  return new Promise((resolve, reject) => {
    child.once('message', resolve);
    child.once('exit', (code) => reject(new Error(`The process ended with ${code} and no answer.`)));
  });
}
