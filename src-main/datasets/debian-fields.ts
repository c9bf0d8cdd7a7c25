import { rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type FieldSettings, knownSet } from '../../src-shared/experiment/data';
import { unpackDebianPackage } from './debian-package';
import type { FetchOptions, Source } from './source';

type FieldSetId = Exclude<FieldSettings['dataset'], 'field'>;

interface Packaged {
  readonly package: string;
  readonly folder: string;
  readonly MB: number;
}

const packages: Readonly<Record<FieldSetId, Packaged>> = {
  storm: { package: 'libncarg-data', folder: 'usr/share/ncarg/data/cdf', MB: 26.8 },
  'navy-winds': { package: 'ferret-datasets', folder: 'usr/share/ferret-vis/data', MB: 27.8 },
};

/** Where gridded fields can be had: as samples in the packages of the programs that draw them. */
export function debianFieldSources(id: FieldSetId): readonly Source[] {
  return [
    {
      name: `Debian's package ${packages[id].package}`,
      fetchInto: (folder, options) => fetchFields(id, folder, options),
    },
  ];
}

async function fetchFields(
  id: FieldSetId,
  folder: string,
  { onProgress, signal }: FetchOptions,
): Promise<void> {
  const packaged = packages[id];
  onProgress(0, packaged.MB);
  const work = join(folder, 'debian');
  const unpacked = await unpackDebianPackage(packaged.package, work, signal);
  for (const name of knownSet(id).files)
    await rename(join(unpacked, packaged.folder, name), join(folder, name));
  await rm(work, { recursive: true });
  onProgress(packaged.MB, packaged.MB);
}
