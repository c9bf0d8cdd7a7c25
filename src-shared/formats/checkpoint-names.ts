/** Files of checkpoints, named so that the workers, which write them, and the core, which looks for them, agree. */

/** In the run's folder. */
export const checkpointsFolder = 'checkpoints';

/** The checkpoint with the lowest validation.nll. */
export const bestCheckpoint = 'best.safetensors';

const stepDigits = 8;

/** Names sort as their steps do. */
export function checkpointName(step: number): string {
  return `step-${String(step).padStart(stepDigits, '0')}.safetensors`;
}

export function isCheckpointName(name: string): boolean {
  return /^step-\d{8,}\.safetensors$/.test(name);
}

/** In the exchange folder: where a worker stood when it missed another. */
export function recoveryName(rank: number): string {
  return `recovery-${rank}.safetensors`;
}

export function isRecoveryName(name: string): boolean {
  return /^recovery-\d+\.safetensors$/.test(name);
}

/** In the exchange folder: a file with a worker's process, whose time says when it last showed that it lives. */
export function heartbeatName(rank: number): string {
  return `alive-${rank}`;
}

/** In a worker's environment: the path of that file. */
export const heartbeatVariable = 'PARASAMPLE_HEARTBEAT';

export function isHeartbeatName(name: string): boolean {
  return /^alive-\d+$/.test(name);
}
