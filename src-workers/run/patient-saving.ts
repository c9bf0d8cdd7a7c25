import { LeftRunError } from '../../src-files/run-owner';
import { sentenceOf } from '../../src-shared/errors';

/** Between two tries, and for so long at most, in milliseconds. */
const usualPatience = { pauseMs: 5_000, mostMs: 600_000 };

/**
 * Saves what a whole run has trained for; where the disk refuses, tells the person once and tries again, so that room
 * that is made in time saves the run.
 * @throws what `save` throws at last
 */
export async function savePatiently(
  save: () => void,
  warn: (text: string) => void,
  { pauseMs, mostMs } = usualPatience,
): Promise<void> {
  for (let waitedMs = 0; ; waitedMs += pauseMs) {
    try {
      return save();
    } catch (error) {
      if (waitedMs >= mostMs || error instanceof LeftRunError) throw error;
      if (waitedMs === 0)
        warn(
          `${sentenceOf(error, 'Saving the trained posterior')}. It is tried again for ${mostMs / 60_000} minutes: make room for it.`,
        );
      await new Promise((resolve) => setTimeout(resolve, pauseMs));
    }
  }
}
