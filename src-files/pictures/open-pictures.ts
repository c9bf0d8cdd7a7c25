import { BadInputError } from '../../src-shared/errors';
import { rowCounts } from '../../src-shared/experiment/data/item-counts';
import type { OwnPictureSettings } from '../../src-shared/experiment/data/picture-folder';
import { listMasks, type MaskedPicture } from './list-masks';
import { listPictures } from './list-pictures';
import { hasTargets, listTargets, type TargetedPictures } from './list-targets';
import type { ListedPicture, ListedPictures } from './listed-pictures';
import { classesOfMasks, type MaskPack, packMasks } from './mask-pack';
import { type PicturePack, packPictures } from './picture-pack';
import { ofRows, readable } from './readable-pictures';

export interface OpenedPictures extends ListedPictures {
  readonly pack: PicturePack;
}

/**
 * Lists the pictures of a folder or a CSV file and decodes them, or finds them decoded.
 * @param location the folder, or the CSV file
 * @throws BadInputError naming the picture or row, and what would be right
 */
export async function openPictures(data: OwnPictureSettings, location: string): Promise<OpenedPictures> {
  const listed = await listPictures(data, location);
  const { unread, ...pack } = await packPictures(listed.pictures, data);
  const { kept, places, notes } = readable(listed.pictures, unread, location);
  return { ...listed, pictures: kept, pack: { ...pack, places }, notes: [...listed.notes, ...notes] };
}

/** Pictures whose pixels have classes. */
export interface OpenedMasks {
  readonly pictures: readonly MaskedPicture[];
  readonly pack: PicturePack;
  /** One byte a pixel, 255 where it is ignored. */
  readonly masks: MaskPack;
  readonly classNames: readonly string[];
  readonly notes: readonly string[];
}

/**
 * Lists the pictures of a folder with their masks and decodes both, or finds them decoded.
 * @throws BadInputError naming the picture or mask, and what would be right
 */
export async function openMasks(data: OwnPictureSettings, location: string): Promise<OpenedMasks> {
  const listed = await listMasks(location);
  const { unread, ...pack } = await packPictures(
    listed.pictures.map((picture) => ({ ...picture, label: 0 })),
    data,
  );
  const packed = await packMasks(listed.pictures, data);
  const broken = new Map([...packed.unread, ...unread]);
  const { kept: pictures, places, notes } = readable(listed.pictures, broken, location);
  const masks = await classesOfMasks(
    packed.file,
    pictures.map((picture, item) => ({ ...picture, place: places?.[item] ?? item })),
    data,
  );
  return {
    pictures,
    pack: { ...pack, places },
    masks,
    classNames: masks.classNames,
    notes: [...listed.notes, ...notes, ...masks.notes],
  };
}

/** Shares of the pictures that the seed draws: none where a folder or column says which test or validate. */
export function drawnShares(
  pictures: readonly Pick<ListedPicture, 'split'>[],
  { testFraction, validationFraction }: OwnPictureSettings,
): { readonly testFraction: number; readonly validationFraction: number } {
  const has = (split: ListedPicture['split']) => pictures.some((picture) => picture.split === split);
  return {
    testFraction: has('test') ? 0 : testFraction,
    validationFraction: has('validation') ? 0 : validationFraction,
  };
}

/** Whether a run can be trained on them: throws BadInputError where not. Returns the shape of one picture. */
export async function checkPictures(data: OwnPictureSettings, location: string): Promise<readonly number[]> {
  if (data.task === 'segmentation') return checkMasks(data, location);
  if (hasTargets(data)) return checkTargets(data, location);
  const { pictures, classNames, pack } = await openPictures(data, location);
  const shares = drawnShares(pictures, data);
  const counts = classNames.map(() => 0);
  for (const { label, split } of pictures) if (split === undefined || split === 'train') counts[label] += 1;
  if (counts.every((count) => rowCounts(count, shares).train === 0))
    throw new BadInputError(
      `data.testFraction: ${shares.testFraction} for the test and ${shares.validationFraction} for validation leave none of ${pictures.length} pictures to train on.`,
    );
  return [pack.height, pack.width, pack.channels];
}

/** Pictures with numbers, or with several things that are predicted of each. */
export interface OpenedTargets extends TargetedPictures {
  readonly pack: PicturePack;
}

/**
 * Lists the pictures of a table with the columns that are predicted, and decodes them, or finds them decoded.
 * @throws BadInputError naming the picture or row, and what would be right
 */
export async function openTargets(data: OwnPictureSettings, location: string): Promise<OpenedTargets> {
  const listed = await listTargets(data, location);
  const { unread, ...pack } = await packPictures(listed.pictures, data);
  const { kept, places, notes } = readable(listed.pictures, unread, location);
  const targets = places ? listed.targets.map((target) => ofRows(target, places)) : listed.targets;
  return { pictures: kept, targets, pack: { ...pack, places }, notes: [...listed.notes, ...notes] };
}

async function checkTargets(data: OwnPictureSettings, location: string): Promise<readonly number[]> {
  return checkDrawn(await openTargets(data, location), data);
}

async function checkMasks(data: OwnPictureSettings, location: string): Promise<readonly number[]> {
  return checkDrawn(await openMasks(data, location), data);
}

/** @throws BadInputError where nothing is left to train on */
function checkDrawn(
  { pictures, pack }: Pick<OpenedMasks | OpenedTargets, 'pictures' | 'pack'>,
  data: OwnPictureSettings,
): readonly number[] {
  const shares = drawnShares(pictures, data);
  const drawn = pictures.filter(({ split }) => split === undefined || split === 'train');
  if (rowCounts(drawn.length, shares).train === 0)
    throw new BadInputError(
      `data.testFraction: ${shares.testFraction} for the test and ${shares.validationFraction} for validation leave none of ${pictures.length} pictures to train on.`,
    );
  return [pack.height, pack.width, pack.channels];
}
