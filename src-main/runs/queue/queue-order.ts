import { BadInputError } from '../../../src-shared/errors';
import type { QueueMove } from '../../../src-shared/runs/run-queue';
import type { Store } from '../../store/store';

/** Moves a waiting run among the waiting ones of all processes. Throws BadInputError for one that does not wait. */
export function moveInQueue({ reader, writer }: Store, runId: string, move: QueueMove): void {
  writer.atomically(() => {
    const waiting = reader.open().flatMap(({ id, status }) => (status === 'queued' ? [id] : []));
    if (!waiting.includes(runId))
      throw new BadInputError(`Run ${runId} does not wait in the queue; only a waiting run can be moved.`);
    writer.order(movedInQueue(waiting, runId, move));
  });
}

/** The waiting runs in their new order; unchanged where the run is first or last already. */
export function movedInQueue(waiting: readonly string[], runId: string, move: QueueMove): readonly string[] {
  const from = waiting.indexOf(runId);
  const others = waiting.filter((id) => id !== runId);
  const places = { first: 0, up: from - 1, down: from + 1, last: others.length };
  const to = Math.max(0, Math.min(others.length, places[move]));
  return [...others.slice(0, to), runId, ...others.slice(to)];
}
