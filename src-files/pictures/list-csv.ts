import { stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { BadInputError } from '../../src-shared/errors';
import type { Csv } from '../csv/csv';
import { readRows } from '../csv/read-rows';
import { withLabels } from './check-classes';
import {
  type ListedPicture,
  type ListedPictures,
  type NamedPicture,
  type NamedPictures,
  splitNamed,
} from './listed-pictures';
import { trueTo, trueWithin } from './within-folder';

const pathNames = ['path', 'file', 'filename', 'file_name', 'image', 'image_path', 'picture'];
const labelNames = ['label', 'class', 'class_name', 'category', 'target'];
/** Columns that a message names. */
const mostNamed = 6;
const splitColumns = ['split', 'set', 'subset', 'fold'];

/**
 * The pictures that a CSV file lists: a column of paths, from its own folder on, one of labels, and perhaps one that says
 * which are to train on, to validate and to test.
 * @throws BadInputError naming the row and what would be right
 */
export async function listCsv(file: string): Promise<ListedPictures> {
  const { pictures, notes } = await namedInCsv(file);
  return { ...withLabels(pictures, file), notes };
}

/**
 * The same of whatever classes, be it one.
 * @throws BadInputError naming the row and what would be right
 */
export async function namedInCsv(file: string): Promise<NamedPictures> {
  const csv = await readRows(file);
  const columns = columnsOf(csv);
  const folder = dirname(file);
  const root = await trueTo(folder);
  const pictures: NamedPicture[] = [];
  const seen = new Map<string, number>();
  for (let row = 0; row < csv.rows; row += 1) {
    const name = csv.cell(row, columns.path).trim();
    const place = `${file}, ${csv.place(row)}`;
    const before = seen.get(name);
    if (before !== undefined)
      throw new BadInputError(`${place}: ${name} is listed in ${csv.place(before)} too.`);
    seen.set(name, row);
    const className = csv.cell(row, columns.label).trim();
    if (className === '')
      throw new BadInputError(`${place}: ${name || 'it'} has no label; every picture needs one.`);
    const split =
      columns.split === undefined ? undefined : splitOf(csv.cell(row, columns.split).trim(), place);
    pictures.push({ file: await fileOf(name, folder, root, place), name, className, split });
  }
  return { pictures, notes: [noteOf(csv, columns)] };
}

interface Columns {
  readonly path: number;
  readonly label: number;
  readonly split: number | undefined;
}

function columnsOf({ header, fileName }: Csv): Columns {
  const find = (names: readonly string[]) => {
    const at = header.findIndex((name) => names.includes(name.trim().toLowerCase()));
    return at < 0 ? undefined : at;
  };
  const named = [find(pathNames), find(labelNames)];
  const [path, label] = header.length === 2 && named.includes(undefined) ? [0, 1] : named;
  if (path === undefined || label === undefined)
    throw new BadInputError(
      `${fileName} has no column named ${path === undefined ? 'path' : 'label'}; its columns are ${begun(header)}.${hintFor(header)}`,
    );
  return { path, label, split: find(splitColumns) };
}

/** A table of pixels has a column for each. */
function begun(header: readonly string[]): string {
  const more = header.length - mostNamed;
  return `${header.slice(0, mostNamed).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

/** What has so many columns holds the pixels themselves. */
function hintFor(header: readonly string[]): string {
  if (header.length <= mostNamed) return '';
  return ' A CSV file lists picture files, a path and a label in each row; pixels themselves are read from arrays (x and y in an .npz).';
}

function noteOf({ header }: Csv, { path, label, split }: Columns): string {
  const parts = split === undefined ? '' : `, and whether it is for training from ${header[split]}`;
  return `A picture’s path is taken from the column ${header[path]}, its class from ${header[label]}${parts}.`;
}

function splitOf(cell: string, place: string): ListedPicture['split'] {
  const split = splitNamed(cell);
  if (split !== undefined) return split;
  throw new BadInputError(`${place}: ${cell || 'an empty cell'} is no split; write train, val or test.`);
}

async function fileOf(name: string, folder: string, root: string, place: string): Promise<string> {
  if (name === '') throw new BadInputError(`${place}: there is no path; every row names a picture.`);
  const file = resolve(folder, name);
  const found = await stat(file).catch(() => undefined);
  if (!found) throw new BadInputError(`${place}: there is no file ${file}; paths start at ${folder}.`);
  if (!found.isFile()) throw new BadInputError(`${place}: ${file} is no plain file.`);
  await trueWithin(file, root);
  return file;
}
