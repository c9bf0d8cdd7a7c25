import { constants } from 'node:os';
import type { WorkerExit } from '../processes/worker-process';

/**
 * Reads the status that Electron gives for an ended utility process: the exit code, or what waitpid() said of
 * a signal, whose number is then in the lower seven bits (the eighth tells of a core dump). Workers exit with
 * 0 to 3, so larger numbers are signals.
 */
export function exitOf(status: number, platform: NodeJS.Platform = process.platform): WorkerExit {
  if (platform === 'win32' || status < 4) return { code: status, signal: null };
  const signal = Object.entries(constants.signals).find(([, value]) => value === (status & 0x7f));
  return signal ? { code: null, signal: signal[0] } : { code: status, signal: null };
}
