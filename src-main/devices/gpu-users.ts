import type { Gpu, GpuUser } from '../../src-shared/devices/devices';
import { megabytes, numberOf } from './gpu-table';

/** What is asked of nvidia-smi, in the order in which rows have it. */
export const userColumns = ['gpu_uuid', 'pid', 'used_gpu_memory', 'process_name'] as const;

/** The GPU with the programs that hold its memory, from rows in the order of `userColumns`. */
export function withUsers(gpu: Gpu, rows: string): Gpu {
  const users = rows.split(/\r?\n/).flatMap((row) => userIn(row, gpu.uuid));
  if (users.length === 0) return gpu;
  const held = users.reduce((sum, { memoryMB = 0 }) => sum + memoryMB, 0);
  return { ...gpu, users, usedMemoryMB: Math.max(gpu.usedMemoryMB, held) };
}

// A program's path, which comes last, may have commas of its own.
const row = /^\s*([^,]+?)\s*,\s*(\d+)\s*,\s*([^,]*?)\s*,\s*(.*?)\s*$/;

function userIn(line: string, uuid: string): readonly GpuUser[] {
  const [, of, process, memory, path = ''] = row.exec(line) ?? [];
  if (of !== uuid) return [];
  const mebibytes = numberOf(memory);
  const program = path.split(/[\\/]/).pop() ?? '';
  const held = mebibytes === undefined ? {} : { memoryMB: megabytes(mebibytes) };
  return [{ pid: Number(process), program, ...held }];
}
