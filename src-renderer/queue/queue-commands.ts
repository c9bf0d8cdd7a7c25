import type { Api } from '../../src-shared/protocol/api';
import type { QueueEntry } from '../../src-shared/runs/run-queue';
import type { Command } from '../ui/offered-commands.svelte';
import type { QueueWatch } from './queue.svelte';

const kind = 'Queue';

/** All that the rows of the queue can do: of runs of another window, nothing. */
export function queueCommands(
  entries: readonly QueueEntry[],
  watch: Pick<QueueWatch, 'act'>,
  api: Pick<Api, 'pause' | 'resume' | 'stop' | 'moveInQueue'>,
): readonly Command[] {
  return entries
    .filter(({ own }) => own)
    .flatMap(({ runId, name, state }): readonly Command[] => [
      ...moveCommands(runId, name, state, watch, api),
      ...(state === 'running'
        ? [{ label: `Pause ${name}`, kind, act: () => watch.act('Pausing', () => api.pause(runId)) }]
        : []),
      ...(state === 'paused'
        ? [
            {
              label: `Continue ${name}`,
              kind,
              act: () => watch.act('Continuing the run', () => api.resume(runId)),
            },
          ]
        : []),
      { label: `Stop ${name}`, kind, act: () => watch.act('Stopping', () => api.stop(runId)) },
    ]);
}

const moves = [
  ['first', 'to the front'],
  ['up', 'up'],
  ['down', 'down'],
  ['last', 'to the end'],
] as const;

function moveCommands(
  runId: string,
  name: string,
  state: QueueEntry['state'],
  watch: Pick<QueueWatch, 'act'>,
  api: Pick<Api, 'moveInQueue'>,
): readonly Command[] {
  if (state !== 'waiting') return [];
  return moves.map(([move, words]) => ({
    label: `Move ${name} ${words}`,
    kind,
    act: () => watch.act('Moving the run', () => api.moveInQueue(runId, move)),
  }));
}
