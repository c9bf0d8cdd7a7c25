// Milliseconds per all-reduce between worker processes on this machine, and the rate at which the vector went through.
// node bench/run.mjs bench/exchange.ts
import { fork } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Exchange } from '../src-workers/parallel/exchange';

const vectorBytes = [400, 20e3, 200e3, 500e3, 1e6, 5e6, 20e6];
const rankVariable = 'PARASAMPLE_BENCH_RANK';

export default async function benchExchange(): Promise<void> {
  for (const workers of [2, 3, 4]) await measure(workers);
}

async function measure(workers: number): Promise<void> {
  const memory = existsSync('/dev/shm') ? '/dev/shm' : tmpdir();
  const folder = await mkdtemp(join(memory, 'parasample-bench-'));
  const self = fileURLToPath(import.meta.url);
  const children = Array.from({ length: workers }, (_, rank) =>
    fork(self, [folder, String(workers)], { env: { ...process.env, [rankVariable]: String(rank) } }),
  );
  await Promise.all(children.map((child) => new Promise((resolve) => child.once('exit', resolve))));
  await rm(folder, { recursive: true });
}

async function work(rank: number, folder: string, workers: number): Promise<void> {
  const exchange = await Exchange.connect({ rank, workers, folder, floats: Math.max(...vectorBytes) / 4 });
  for (const bytes of vectorBytes) {
    const vector = new Float32Array(bytes / 4);
    const calls = bytes < 1e6 ? 300 : 40;
    for (let call = 0; call < 5; call++) await exchange.allReduceSum(vector);
    const start = performance.now();
    for (let call = 0; call < calls; call++) await exchange.allReduceSum(vector);
    const ms = (performance.now() - start) / calls;
    if (rank === 0) {
      const rate = bytes / 1e6 / (ms / 1000);
      console.log(`${workers} workers, ${bytes / 1e3} kB: ${ms.toFixed(3)} ms, ${rate.toFixed(0)} MB/s`);
    }
  }
  await exchange.close();
}

const rank = process.env[rankVariable];
if (rank !== undefined) await work(Number(rank), process.argv[2] ?? '', Number(process.argv[3]));
