import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, open, readdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { z } from 'zod';
import { BadInputError } from '../../src-shared/errors';
import type { OwnPictureSettings } from '../../src-shared/experiment/data/picture-folder';
import { appFolders } from '../app-folders';
import { whyDiskFails, whyUnreadable } from '../file-errors';
import { noteFingerprint } from '../fingerprinting';
import { decodePicture } from './decode-picture';
import { fitPicture } from './fit-picture';

/** Pictures in one size, one after the other, [items, height, width, channels] as bytes: decoded once, then read as steps need them. */
export interface PicturePack {
  readonly file: string;
  readonly height: number;
  readonly width: number;
  readonly channels: number;
}

/** What a pack is made of: pictures, or the masks beside them. */
export interface Packed {
  /** Bytes of one. */
  readonly size: number;
  /** All that the result depends on besides the files. */
  readonly key: object;
  /** One file as the pack's bytes. Throws BadInputError naming it. */
  convert(content: Uint8Array, file: string, item: number): Promise<Uint8Array>;
}

interface PackedFile {
  readonly file: string;
  /** Below the folder that the person named. */
  readonly name: string;
  readonly label: number;
}

/** Part of a pack's name: what is decoded or brought to size in another way has another. */
const version = 1;

/** Of the picture files that a pack was made of. */
const summarySchema = z.strictObject({ bytes: z.int(), sha256: z.string() });
type Summary = z.output<typeof summarySchema>;

const unusedDays = 30;

/**
 * The pack of these pictures, from the cache where it is there: by their names, sizes and times of change.
 * @throws BadInputError naming the picture that cannot be read
 */
export async function packPictures(
  pictures: readonly PackedFile[],
  settings: OwnPictureSettings,
): Promise<PicturePack> {
  const { size, resize, colours } = settings;
  const [height, width] = size;
  const channels = colours === 'grey' ? 1 : 3;
  const { file, summary } = await packFiles(pictures, {
    size: height * width * channels,
    key: { version, size, resize, colours },
    convert: async (content, from) => fitPicture(await decodePicture(content, from), settings),
  });
  noteFingerprint({ name: basename(settings.path), ...summary });
  return { file, height, width, channels };
}

/**
 * The pack of these files, from the cache where it is there: by their names, sizes and times of change.
 * @throws BadInputError naming the file that cannot be read
 */
export async function packFiles(
  files: readonly PackedFile[],
  packed: Packed,
): Promise<{ readonly file: string; readonly summary: Summary }> {
  const folder = join(appFolders().cache, 'pictures');
  const file = join(folder, `${await nameOf(files, packed)}.pixels`);
  const summary =
    (await summaryOf(file, files.length * packed.size)) ?? (await writePack(file, files, packed));
  return { file, summary };
}

async function nameOf(files: readonly PackedFile[], { key }: Packed): Promise<string> {
  const hash = createHash('sha256').update(JSON.stringify(key));
  for (const { file, name } of files) {
    const {
      size: bytes,
      mtimeMs,
      ino,
    } = await stat(file).catch((error: unknown) => {
      throw new BadInputError(`${file} cannot be read: ${whyUnreadable(error)}.`);
    });
    hash.update(`${JSON.stringify([file, name, bytes, mtimeMs, ino])}\n`);
  }
  return hash.digest('hex').slice(0, 32);
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

async function writePack(file: string, files: readonly PackedFile[], packed: Packed): Promise<Summary> {
  const staging = `${file}.${process.pid}-${Date.now().toString(36)}`;
  const folder = join(file, '..');
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await dropUnused(folder);
    const summary = await writePixels(staging, files, packed);
    await rename(staging, file);
    await writeFile(`${staging}.json`, JSON.stringify(summary));
    await rename(`${staging}.json`, `${file}.json`);
    return summary;
  } catch (error) {
    await rm(staging, { force: true });
    if (error instanceof BadInputError) throw error;
    const { code = '', message } = error as NodeJS.ErrnoException;
    throw new BadInputError(
      `Decoded pictures cannot be kept in ${folder}: ${whyDiskFails(code) ?? message}.`,
    );
  }
}

async function writePixels(
  file: string,
  files: readonly PackedFile[],
  { size, convert }: Packed,
): Promise<Summary> {
  const all = createHash('sha256');
  let bytes = 0;
  const to = await open(file, 'wx', 0o600);
  try {
    for (const [item, { file: from, name, label }] of files.entries()) {
      const content = await readFile(from).catch((error: unknown) => {
        throw new BadInputError(`${from} cannot be read: ${whyUnreadable(error)}.`);
      });
      all.update(`${name} ${label} ${createHash('sha256').update(content).digest('hex')}\n`);
      bytes += content.length;
      await to.write(await convert(content, from, item), 0, size, item * size);
    }
  } finally {
    await to.close();
  }
  return { bytes, sha256: all.digest('hex') };
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
