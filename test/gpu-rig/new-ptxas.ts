import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { downloadWheel, type WheelOptions } from '../../src-main/downloads/download-wheel';
import { unpackWheel } from '../../src-main/downloads/unpack-wheel';
import { rigFolders } from './rig-folders';

const wheel = {
  name: 'nvidia-cuda-nvcc',
  version: '13.0.88',
  sizeMB: 37,
  sha256: '56fe502eb77625a12f25172caa3cdddb4e4c8ba2c8c17dba44b164761b380f03',
};

/** Fetches the PTX compiler of CUDA 13, the first that refuses the kernels of TensorFlow's wheel. */
export async function fetchNewPtxas(options: WheelOptions): Promise<void> {
  const { cache, newPtxas } = rigFolders();
  if (existsSync(newPtxas)) return;
  const file = await downloadWheel(wheel, ['manylinux_2_17_x86_64'], join(cache, 'downloads'), options);
  await unpackWheel(file, join(cache, 'ptxas-13'), '.*/bin/ptxas$', wheel.name, options);
}
