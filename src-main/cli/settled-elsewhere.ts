import { BadInputError, FailedError } from '../../src-shared/errors';
import type { Core } from '../api/core';
import type { CommandSurroundings } from './command';

const lookMs = 1000;

/**
 * Waits until a run of another machine or container is known to be left: a command's first look cannot tell, and each command would look
 * for the first time.
 * @throws BadInputError once its process was seen to live; FailedError on Ctrl-C
 */
export async function settledElsewhere(
  core: Pick<Core, 'elsewhere'>,
  runId: string,
  { terminal, onInterrupt }: Pick<CommandSurroundings, 'terminal' | 'onInterrupt'>,
): Promise<void> {
  const first = core.elsewhere(runId);
  if (!first) return;
  terminal.note(
    `Run ${runId} is that of a process on another machine or in another container${first.words}. Looking for two minutes whether that still lives, or for ten where it never showed it; Ctrl-C ends the wait.`,
  );
  let isGivenUp = false;
  const endListening = onInterrupt(() => {
    isGivenUp = true;
  });
  try {
    for (let now: typeof first | undefined = first; now; now = core.elsewhere(runId)) {
      if (now.lives)
        throw new BadInputError(`Run ${runId} goes on there${now.words}; it cannot be continued.`);
      if (isGivenUp) throw new FailedError(`Run ${runId} was not continued.`);
      await new Promise((resolve) => setTimeout(resolve, lookMs));
    }
  } finally {
    endListening();
  }
}
