import { join } from 'node:path';
import { appFolders } from '../../src-files/app-folders';

export interface RigFolders {
  /** Stands for PARASAMPLE_CACHE in processes that use the pretended GPU. */
  readonly cache: string;
  readonly runtime: string;
  /** The pretended GPU's libraries, for LD_LIBRARY_PATH. */
  readonly libraries: string;
  /** ptxas of CUDA 13, as the compilers in today's drivers are. */
  readonly newPtxas: string;
}

export function rigFolders(): RigFolders {
  const cache = join(appFolders().cache, 'gpu-rig');
  return {
    cache,
    runtime: join(cache, 'tensorflow', 'cuda'),
    libraries: join(cache, 'pretended-gpu'),
    newPtxas: join(cache, 'ptxas-13', 'nvidia', 'cu13', 'bin', 'ptxas'),
  };
}
