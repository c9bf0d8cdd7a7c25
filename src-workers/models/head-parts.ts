import { sizeOf } from '../../src-shared/experiment/networks/tensors/weight-tensor';
import type { HeadTask } from '../data/run-data';
import { networkOutputs } from './network-outputs';

/** Where something of a head lies among that of all heads, on the last axis. */
interface Part {
  readonly first: number;
  readonly size: number;
}

export interface HeadParts<Head extends HeadTask = HeadTask> {
  readonly head: Head;
  /** Of the network's outputs, and of what is predicted. */
  readonly outputs: Part;
  readonly targets: Part;
}

/** Where the outputs and targets of each head lie. */
export function headParts<Head extends HeadTask>({
  heads,
}: {
  readonly heads: readonly Head[];
}): readonly HeadParts<Head>[] {
  let [output, target] = [0, 0];
  return heads.map((head) => {
    const outputs = { first: output, size: sizeOf(networkOutputs(head.task, head.noise)) };
    const targets = {
      first: target,
      size: head.task.kind === 'classification' ? 1 : sizeOf(head.task.targetShape),
    };
    output += outputs.size;
    target += targets.size;
    return { head, outputs, targets };
  });
}

/** The numbers of one part of each row, [rows, size]. */
export function partOfRows(rows: ArrayLike<number>, width: number, { first, size }: Part): Float32Array {
  return Float32Array.from({ length: (rows.length / width) * size }, (_, at) => {
    const row = Math.floor(at / size);
    return rows[row * width + first + (at % size)];
  });
}
