import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { bootstrap, say } from './bootstrap.mjs';
import { repository } from './folders.mjs';
import { ensureParityPython } from './parity-python.mjs';
import { passThrough } from './pass-through.mjs';
import { runMain, SetupError } from './setup-error.mjs';

const usage = 'npm run bench takes --json, --only NAME, --record, --gpu, or the name of one file of bench/';

/** Measurements that start PyTorch themselves. */
const besidePytorch = [undefined, 'gpu', 'own-networks'];

const recordFile = join(repository, 'bench', 'step-time', 'recorded.json');

// Times training steps beside torch_blue on PyTorch, or runs another measurement of bench/ by its name.
await runMain(async () => {
  const { values, positionals } = wanted(process.argv.slice(2));
  const { node, cli } = await bootstrap();
  if (node !== process.execPath)
    return passThrough(node, [fileURLToPath(import.meta.url), ...process.argv.slice(2)]);
  if (values.gpu) requireGpu();
  const file = values.gpu ? 'gpu' : positionals[0];
  const python = besidePytorch.includes(file) ? await ensureParityPython(say) : undefined;
  // Its progress must not mix with the results on standard output.
  const runtime = spawnSync(node, [cli, 'runtime', ...(values.gpu ? ['--cuda'] : [])], {
    stdio: ['inherit', 2, 2],
  });
  if (runtime.status !== 0) return 1;
  const environment = {
    ...process.env,
    TF_CPP_MIN_LOG_LEVEL: '3',
    ...(python ? { PARASAMPLE_PARITY_PYTHON: python } : {}),
    ...(values.json ? { PARASAMPLE_BENCH_JSON: '1' } : {}),
    ...(values.record ? { PARASAMPLE_BENCH_RECORD: recordFile } : {}),
    ...(values.only ? { PARASAMPLE_BENCH_ONLY: values.only } : {}),
  };
  const entry = join(repository, 'bench', file === undefined ? 'step-time/bench.ts' : `${file}.ts`);
  return passThrough(node, [join(repository, 'bench', 'run.mjs'), entry], { env: environment });
});

function wanted(args) {
  try {
    return parseArgs({
      args,
      allowPositionals: true,
      options: {
        json: { type: 'boolean', default: false },
        only: { type: 'string' },
        record: { type: 'boolean', default: false },
        gpu: { type: 'boolean', default: false },
      },
    });
  } catch {
    throw new SetupError(`${usage}; not ${args.join(' ')}.`);
  }
}

function requireGpu() {
  const { status } = spawnSync('nvidia-smi', ['-L'], { stdio: 'ignore' });
  if (status !== 0)
    throw new SetupError(
      '--gpu needs an NVIDIA GPU and its driver, but nvidia-smi does not run on this machine.',
    );
}
