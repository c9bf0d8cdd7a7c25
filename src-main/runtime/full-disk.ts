import { existsSync, statfsSync } from 'node:fs';
import { FailedError } from '../../src-shared/errors';
import { keptWheel, type Wheel } from '../downloads/download-wheel';
import { type WheelSet, wheelsOf } from './wheels';

/** Where an installation stands: what it is made of, and the folder on whose disk it is to lie, with what was fetched. */
export interface Installing {
  readonly set: WheelSet;
  readonly folder: string;
  readonly downloads: string;
}

/** As Python, compilers and Node say that a disk takes no more. */
const fullDisk = /No space left on device|Disk quota exceeded|ENOSPC|EDQUOT/i;

export function isFullDisk(error: unknown): boolean {
  return error instanceof Error && fullDisk.test(error.message);
}

/**
 * Before anything is fetched in vain.
 * @throws FailedError where the disk surely has no room for what is still to be fetched and unpacked
 */
export function refuseFullDisk(installing: Installing): void {
  if (freeMB(installing.folder) < neededMB(installing)) throw fullDiskError(installing);
}

/** What a full disk means for an installation; what was fetched whole is kept, and says so. */
export function fullDiskError(installing: Installing): FailedError {
  const { set, folder, downloads } = installing;
  const wheels = wheelsOf(set);
  const kept = wheels.filter((wheel) => existsSync(keptWheel(wheel, downloads)));
  const fetched =
    kept.length === 0
      ? 'and install again'
      : `and install again: it goes on behind the ${kept.length} of ${wheels.length} files that are fetched`;
  return new FailedError(
    `The disk of ${folder} has no room for TensorFlow: ${freeMB(folder)} MB are free, and at least ${neededMB(installing)} MB are needed. Free some space, or name another folder by PARASAMPLE_CACHE, ${fetched}.`,
  );
}

/** What is still to be fetched, and all to be unpacked, which is never smaller than the files it comes in. */
function neededMB({ set, downloads }: Installing): number {
  const isMissing = (wheel: Wheel) => !existsSync(keptWheel(wheel, downloads));
  return wheelsOf(set).reduce(
    (sum, wheel) => sum + (wheel.unpackedMB ?? wheel.sizeMB) + (isMissing(wheel) ? wheel.sizeMB : 0),
    0,
  );
}

function freeMB(folder: string): number {
  const { bavail, bsize } = statfsSync(folder);
  return Math.floor((bavail * bsize) / 1e6);
}
