import type { DataLook } from '../../../src-shared/data/data-look';

/**
 * Why a look holds more than what was dropped: several files together are named by what their names share, which may be true of
 * others beside them, too. Nothing ('') where it does not.
 */
export function moreThanDropped(look: DataLook, dropped: number | undefined): string {
  if (dropped === undefined || look.kind !== 'fields' || look.files === dropped) return '';
  return `You dropped ${dropped} files; ${look.files} of their folder are named ${look.place}, and all of them would be taken. Move those that you mean into a folder of their own and drop them there.`;
}
