/** What a run is asked to do after the step in hand. */
export type Asked = 'nothing' | 'pause' | 'stop';

/** The flag that a worker adds to the exchanged sum; the largest wish of any worker wins. */
export function flagOf(asked: Asked): number {
  if (asked === 'nothing') return 0;
  return asked === 'stop' ? 1 : pauseFlag;
}

/** What the workers' flags together ask. */
export function askedBy(flags: number): Asked {
  if (flags >= 1) return 'stop';
  return flags > 0 ? 'pause' : 'nothing';
}

/** Fewer than 4096 workers that ask to pause never add up to a stop. */
const pauseFlag = 1 / 4096;
