import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cacheFolder } from './folders.mjs';
import { passThrough } from './pass-through.mjs';
import { SetupError } from './setup-error.mjs';
import { runTool } from './tool.mjs';

const requirements = [
  'torch>=2.4',
  'torch-blue>=1.1',
  'safetensors>=0.5',
  'numpy',
  // Open what runs are exported as.
  'tensorboard',
  'pyarrow',
  'onnxruntime',
  // Says what operators of networks compute, and exports such networks.
  'onnx>=1.19',
  'onnxscript',
  'torchvision',
  'timm',
  'skl2onnx',
  // Compute the scores that ours are held against.
  'scikit-learn>=1.7',
  'properscoring',
  // Write and read gridded fields.
  'netCDF4>=1.7',
  'xarray',
  'h5py',
  'zarr>=3',
  'numcodecs',
  process.platform === 'darwin' ? 'tensorflow>=2.16' : 'tensorflow-cpu>=2.16',
];

/**
 * Packages of PyTorch for NVIDIA GPUs that it loads only when a GPU is used: a sixth of the download. On Linux the
 * package index has no PyTorch without the rest.
 */
const unneeded =
  /^(triton|cuda-(bindings|pathfinder|toolkit)|nvidia-(cusolver|nvtx|cuda-cccl)(-cu\d+)?|setuptools)$/;

/**
 * A Python with PyTorch and torch_blue in the cache, installed where it is not there yet.
 * @returns {Promise<string>} the interpreter
 * @throws {SetupError} where Python 3 with venv is missing or the packages cannot be had
 */
export async function ensureParityPython(say) {
  const folder = join(cacheFolder(), 'parity');
  const interpreter =
    process.platform === 'win32' ? join(folder, 'Scripts', 'python.exe') : join(folder, 'bin', 'python');
  const stamp = join(folder, 'installed');
  const wanted = requirements.join('\n');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return interpreter;
  say(
    'torch_blue: installing it with PyTorch into the cache, on Linux about 2.7 GB to download and 5.6 GB on disk',
  );
  // One that has all but a new requirement is added to.
  if (!imports(interpreter)) {
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    await runTool('python3', ['-m', 'venv', folder], 'Making a Python environment (venv)');
  }
  await install(interpreter);
  writeFileSync(stamp, wanted);
  return interpreter;
}

async function install(interpreter) {
  const needed = await neededPackages(interpreter);
  if (needed.length > 0) await runPip(interpreter, ['--no-deps', ...needed]);
  if (!imports(interpreter)) await runPip(interpreter, requirements);
  if (!imports(interpreter))
    throw new SetupError('torch_blue was installed but cannot be imported; please see the errors above.', 1);
}

/** What pip would install, less what is not needed here. */
async function neededPackages(interpreter) {
  const dryRun = ['install', '--dry-run', '--quiet', '--report', '-'];
  const report = await runTool(
    interpreter,
    ['-m', 'pip', ...dryRun, ...requirements],
    'Asking the Python package index for torch_blue',
  );
  return JSON.parse(report)
    .install.map(({ metadata }) => metadata)
    .filter(({ name }) => !unneeded.test(name))
    .map(({ name, version }) => `${name}==${version}`);
}

/** pip shows how far each download is. */
async function runPip(interpreter, packages) {
  const args = ['-m', 'pip', 'install', '--no-cache-dir', '--no-compile', '--disable-pip-version-check'];
  const code = await passThrough(interpreter, [...args, ...packages]);
  if (code !== 0) throw new SetupError(`Installing torch_blue failed (pip: exit code ${code}).`, 1);
}

function imports(interpreter) {
  const { status } = spawnSync(interpreter, ['-c', 'import torch_blue.vi, safetensors.torch'], {
    stdio: 'ignore',
  });
  return status === 0;
}
