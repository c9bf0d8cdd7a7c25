import { isOver } from '../../src-shared/runs/runs';
import { isOnCluster } from '../processes/cluster-owner';
import { isOfThisMachine, showsItLives } from '../processes/owner-process';
import type { RunStanding } from '../store/run-changes';
import { processWords } from './run-standing';

/** A run whose process is not of this machine, or of another container. */
export interface RunElsewhere {
  /** Which process, in brackets behind a sentence's subject; empty where nothing tells. */
  readonly words: string;
  /** Whether it was seen to live; where not, looks of some minutes tell. */
  readonly lives: boolean;
}

/** Undefined where a run is over, removed, a cluster's, or of this machine. */
export function runElsewhere(standing: RunStanding | undefined, home: string): RunElsewhere | undefined {
  if (!standing || isOver(standing.status) || isOnCluster(standing)) return undefined;
  const { owner } = standing;
  if (isOfThisMachine(owner)) return undefined;
  return { words: processWords(owner), lives: showsItLives(owner, home) };
}
