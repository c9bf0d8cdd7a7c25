import type { Gpu } from '../../src-shared/devices/devices';
import { megabytes } from './gpu-table';

const gpuLine = /^GPU (\d+):/;
/** As `  MIG 3g.20gb     Device  0: (UUID: MIG-e91edf3b-...)`; the name holds its GiB of memory. */
const instanceLine = /^\s+MIG\s+(\S+)\s+Device\s+(\d+):\s+\(UUID:\s+(MIG-[^)]+)\)/;
const memoryInName = /\.(\d+)gb/;
const mebibytesPerGibibyte = 1024;

/**
 * The instances into which MIG divides GPUs, from the list that `nvidia-smi -L` prints. An instance is a device of its own,
 * with what its GPU is beside memory; how busy it is the driver does not tell.
 */
export function migInstances(list: string, divided: readonly Gpu[]): readonly Gpu[] {
  let parent: Gpu | undefined;
  return list.split(/\r?\n/).flatMap((line) => {
    const index = gpuLine.exec(line)?.[1];
    if (index !== undefined) parent = divided.find((gpu) => gpu.index === Number(index));
    const instance = instanceLine.exec(line);
    return parent && instance ? [instanceOf(parent, instance)] : [];
  });
}

function instanceOf(parent: Gpu, [, profile = '', number = '', uuid = '']: readonly string[]): Gpu {
  const gibibytes = Number(memoryInName.exec(profile)?.[1] ?? 0);
  const { utilisationPercent: _unknown, users: _ofParent, ...facts } = parent;
  return {
    ...facts,
    id: `${parent.id}.${number}`,
    uuid,
    name: `${parent.name} MIG ${profile}`,
    totalMemoryMB: megabytes(gibibytes * mebibytesPerGibibyte),
    usedMemoryMB: 0,
  };
}
