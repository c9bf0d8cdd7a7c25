import { createHash } from 'node:crypto';
import { existsSync, type Stats, statSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { z } from 'zod';
import { BadInputError, FailedError } from '../../src-shared/errors';
import type { OwnPictureSettings } from '../../src-shared/experiment/data/picture-folder';
import { appFolders } from '../app-folders';
import { whyDiskFails, whyUnreadable } from '../file-errors';
import { noteFingerprint } from '../fingerprinting';
import type { Conversion } from './conversion';
import type { PackedItem, PackTask } from './pack-part';
import { writePack } from './write-pack';

/** Pictures in one size, one after the other, [items, height, width, channels] as bytes: decoded once, then read as steps need them. */
export interface PicturePack {
  readonly file: string;
  readonly height: number;
  readonly width: number;
  readonly channels: number;
  /** Of each item its place in the file, where that is another; in memory that threads share. */
  readonly places?: Uint32Array | undefined;
}

export interface PackedFile {
  readonly file: string;
  /** Below the folder that the person named. */
  readonly name: string;
  readonly label: number;
  /** The picture that a mask is of. */
  readonly beside?: string;
}

/** Part of a pack's name: what is decoded or brought to size in another way has another. */
const version = 3;

/** Of the files that a pack was made of. */
const summarySchema = z.strictObject({
  bytes: z.int(),
  sha256: z.string(),
  /** Those that cannot be read, whose places hold nothing, and why. */
  broken: z.array(z.strictObject({ item: z.int(), message: z.string() })),
});
type Summary = z.output<typeof summarySchema>;

/** Files that cannot be read, by their places in the list, each with a sentence that says why. */
export type BrokenFiles = ReadonlyMap<number, string>;

const unusedDays = 30;

const leavingOut = '(data.broken: skip, in the window “Pictures that cannot be read”)';

/** A mask's own sentence says what would be right of it. */
const howToGoOn: Readonly<Record<Conversion['kind'], string>> = {
  pictures: `Take it away or write it anew; a run can also leave such pictures out ${leavingOut}.`,
  masks: `A run can also leave out pictures with such masks ${leavingOut}.`,
};

/**
 * The pack of these pictures, from the cache where it is there: by their names, sizes and times of change.
 * @throws BadInputError naming the picture that cannot be read, unless such pictures are left out (data.broken)
 */
export async function packPictures(
  pictures: readonly PackedFile[],
  settings: OwnPictureSettings,
): Promise<PicturePack & { readonly unread: BrokenFiles }> {
  const { size, resize, colours, broken } = settings;
  const [height, width] = size;
  const channels = colours === 'grey' ? 1 : 3;
  const { file, summary, unread } = await packFiles(
    pictures,
    { size: height * width * channels, conversion: { kind: 'pictures', size, resize, colours } },
    broken,
  );
  noteFingerprint({ name: basename(settings.path), ...summary });
  return { file, height, width, channels, unread };
}

/**
 * The pack of these files, from the cache where it is there: by their names, sizes and times of change.
 * @throws BadInputError naming the file that cannot be read, unless such files are skipped
 */
export async function packFiles(
  files: readonly PackedFile[],
  task: Omit<PackTask, 'to'>,
  whenBroken: OwnPictureSettings['broken'],
): Promise<{
  readonly file: string;
  readonly summary: Pick<Summary, 'bytes' | 'sha256'>;
  readonly unread: BrokenFiles;
}> {
  const folder = join(appFolders().cache, 'pictures');
  const file = join(folder, `${nameOf(files, task)}.pixels`);
  const { broken, ...summary } =
    (await summaryOf(file, files.length * task.size)) ??
    (await keepPack({ ...task, to: file }, files, whenBroken === 'skip'));
  if (whenBroken === 'refuse') refuseBroken(broken, task.conversion.kind);
  return { file, summary, unread: new Map(broken.map(({ item, message }) => [item, message])) };
}

/** Asked one after the other: a hundred thousand answers of the system at once take longer, and memory for each. */
function nameOf(files: readonly PackedFile[], { conversion }: Omit<PackTask, 'to'>): string {
  const hash = createHash('sha256').update(JSON.stringify({ version, ...conversion }));
  for (const { file, name } of files) {
    const { size, mtimeMs, ino } = statOf(file);
    hash.update(`${JSON.stringify([file, name, size, mtimeMs, ino])}\n`);
  }
  return hash.digest('hex').slice(0, 32);
}

function statOf(file: string): Stats {
  try {
    return statSync(file);
  } catch (error) {
    throw new BadInputError(`${file} cannot be read: ${whyUnreadable(error)}.`);
  }
}

/** What a pack says of itself, which is written last; undefined where it is not there as a whole. */
async function summaryOf(file: string, bytes: number): Promise<Summary | undefined> {
  const about = `${file}.json`;
  if (!existsSync(about)) return undefined;
  try {
    const summary = summarySchema.parse(JSON.parse(await readFile(about, 'utf8')));
    if ((await stat(file)).size !== bytes) return undefined;
    const now = new Date();
    await utimes(about, now, now);
    return summary;
  } catch {
    return undefined;
  }
}

async function keepPack(
  task: PackTask,
  files: readonly PackedFile[],
  skipsBroken: boolean,
): Promise<Summary> {
  const staging = `${task.to}.${process.pid}-${Date.now().toString(36)}`;
  const folder = join(task.to, '..');
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await dropUnused(folder);
    const items = files.map(({ file, beside }, item) => ({ item, file, beside }));
    const done = await writePack({ ...task, to: staging }, items, skipsBroken);
    const summary = summaryOfFiles(files, done);
    if (!skipsBroken) refuseBroken(summary.broken, task.conversion.kind);
    await rename(staging, task.to);
    await writeFile(`${staging}.json`, JSON.stringify(summary));
    await rename(`${staging}.json`, `${task.to}.json`);
    return summary;
  } catch (error) {
    await rm(staging, { force: true });
    if (error instanceof BadInputError || error instanceof FailedError) throw error;
    const { code = '', message } = error as NodeJS.ErrnoException;
    throw new BadInputError(
      `Decoded pictures cannot be kept in ${folder}: ${whyDiskFails(code) ?? message}.`,
    );
  }
}

function refuseBroken(broken: Summary['broken'], kind: Conversion['kind']): void {
  if (broken.length > 0) throw new BadInputError(`${broken[0].message} ${howToGoOn[kind]}`);
}

function summaryOfFiles(files: readonly PackedFile[], done: readonly PackedItem[]): Summary {
  const all = createHash('sha256');
  const broken: Summary['broken'] = [];
  let bytes = 0;
  for (const one of done) {
    if ('broken' in one) {
      broken.push({ item: one.item, message: one.broken });
      continue;
    }
    const { name, label } = files[one.item];
    all.update(`${name} ${label} ${one.sha256}\n`);
    bytes += one.bytes;
  }
  return { bytes, sha256: all.digest('hex'), broken };
}

/** A cache that nobody empties would fill the disk. */
async function dropUnused(folder: string): Promise<void> {
  const oldest = Date.now() - unusedDays * 24 * 3600 * 1000;
  for (const name of await readdir(folder)) {
    if (!name.endsWith('.json')) continue;
    const about = join(folder, name);
    if ((await stat(about)).mtimeMs > oldest) continue;
    await rm(about, { force: true });
    await rm(about.replace(/\.json$/, ''), { force: true });
  }
}
