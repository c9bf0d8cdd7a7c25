import { chmodSync, existsSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { temporaryFolder } from '../temporary-folder';
import { rigFolders } from './rig-folders';

/** What kind of machine is pretended; the defaults are one GPU of compute capability 9.0 with 80 GB and a driver of today. */
export interface PretendedMachine {
  readonly gpus?: number;
  /** As "9.0". */
  readonly capability?: string;
  readonly memoryMiB?: number;
  readonly driver?: string;
  /** CUDA of the driver as it tells it: 13000 is 13.0. */
  readonly cuda?: number;
  /** Refuses PTX that ends in two NULs. */
  readonly isStrict?: boolean;
  /** Kernels after which every GPU fails. */
  readonly failsAfter?: number;
  /** A library that is not there, as libcudnn.so.9. */
  readonly without?: string;
  /** Of each GPU's memory, held by others; 500 where nothing else is said. */
  readonly usedMiB?: readonly number[];
  /** Instances into which MIG divides each GPU. */
  readonly instances?: number;
}

/** Variables with which a process finds the pretended GPUs, and `nvidia-smi` lists them. */
export function pretend(machine: PretendedMachine = {}): Record<string, string> {
  const { gpus = 1, capability = '9.0', memoryMiB = 81_559, cuda = 13_000, isStrict, failsAfter } = machine;
  const { cache } = rigFolders();
  return {
    PARASAMPLE_CACHE: cache,
    PATH: `${toolFolder(machine)}${delimiter}${process.env.PATH}`,
    LD_LIBRARY_PATH: libraryFolder(machine),
    PRETENDED_GPUS: String(gpus),
    PRETENDED_CAPABILITY: capability.replace('.', ''),
    PRETENDED_MEMORY: String(memoryMiB),
    PRETENDED_CUDA: String(cuda),
    ...(isStrict ? { PRETENDED_STRICT_PTX: '1' } : {}),
    ...(failsAfter === undefined ? {} : { PRETENDED_FAILS_AFTER: String(failsAfter) }),
  };
}

/** The libraries but for one: links, since the loader looks for each by its name. */
function libraryFolder({ without }: PretendedMachine): string {
  const { libraries } = rigFolders();
  if (without === undefined) return libraries;
  const folder = temporaryFolder();
  for (const name of readdirSync(libraries))
    if (name !== without) symlinkSync(join(libraries, name), join(folder, name));
  return folder;
}

function toolFolder({
  gpus = 1,
  capability = '9.0',
  memoryMiB = 81_559,
  usedMiB = [],
  driver = '580.95.05',
  instances = 0,
}: PretendedMachine): string {
  const mig = instances > 0 ? 'Enabled' : '[N/A]';
  const rows = Array.from(
    { length: gpus },
    (_, index) =>
      `${index}, GPU-${index}, Pretended GPU, ${memoryMiB}, ${usedMiB[index] ?? 500}, 0, 30, 70.00, ${driver}, ${capability}, ${mig}, 700.00, 0x0`,
  );
  const folder = temporaryFolder();
  const answers = [
    `--query-gpu=*) cat <<'END'\n${rows.join('\n')}\nEND\n;;`,
    `-L) cat <<'END'\n${instanceList(gpus, instances)}\nEND\n;;`,
  ];
  writeFileSync(join(folder, 'nvidia-smi'), `#!/bin/sh\ncase "$1" in\n${answers.join('\n')}\nesac\n`);
  chmodSync(join(folder, 'nvidia-smi'), 0o755);
  return folder;
}

/** GPUs and MIG's instances as `nvidia-smi -L` lists them. */
function instanceList(gpus: number, instances: number): string {
  const ofGpu = (gpu: number) =>
    Array.from(
      { length: instances },
      (_, place) => `  MIG 3g.40gb     Device  ${place}: (UUID: MIG-${gpu}-${place})`,
    );
  return Array.from({ length: gpus }, (_, gpu) =>
    [`GPU ${gpu}: Pretended GPU (UUID: GPU-${gpu})`, ...ofGpu(gpu)].join('\n'),
  ).join('\n');
}

export interface Counted {
  readonly times: number;
  readonly bytes: number;
}

/** What a process counted into this file, by name. */
export function readCounts(file: string): ReadonlyMap<string, Counted> {
  const lines = existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n') : [];
  return new Map(
    lines.map((line) => {
      const [times = '', bytes = '', name = ''] = line.split('\t');
      return [name, { times: Number(times), bytes: Number(bytes) }];
    }),
  );
}
