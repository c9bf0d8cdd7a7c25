import { statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { BadInputError } from '../../src-shared/errors';
import { type Csv, columnOf } from '../csv/csv';
import { type ListedPicture, splitNamed } from './listed-pictures';
import { trueTo, WithinFolders } from './within-folder';

const pathNames = ['path', 'file', 'filename', 'file_name', 'image', 'image_path', 'picture'];
const labelNames = ['label', 'class', 'class_name', 'category', 'target'];
/** Columns that a message names. */
const mostNamed = 6;
const splitColumns = ['split', 'set', 'subset', 'fold'];

/** Which columns of a table that lists pictures say what, by their places. */
export interface PictureColumns {
  readonly path: number;
  /** What is predicted. */
  readonly targets: readonly number[];
  readonly split: number | undefined;
}

/** A picture of a row, in the rows' order. */
export type PictureOfRow = Omit<ListedPicture, 'label'>;

/**
 * @param targets names of what is predicted; none where a column says by its own name that it is that
 * @throws BadInputError naming what is not there
 */
export function pictureColumns(csv: Csv, targets: readonly string[] = []): PictureColumns {
  const { header } = csv;
  const find = (names: readonly string[]) => {
    const at = header.findIndex((name) => names.includes(name.trim().toLowerCase()));
    return at < 0 ? undefined : at;
  };
  const split = find(splitColumns);
  const path = find(pathNames);
  if (targets.length > 0) {
    const named = targets.map((name) => columnOf(csv, name, 'data.target'));
    const rest = [...header.keys()].filter((column) => !named.includes(column) && column !== split);
    return { path: path ?? (rest.length === 1 ? rest[0] : missing(csv, 'path')), targets: named, split };
  }
  const label = find(labelNames);
  if (header.length === 2 && (path === undefined || label === undefined))
    return { path: 0, targets: [1], split };
  return { path: path ?? missing(csv, 'path'), targets: [label ?? missing(csv, 'label')], split };
}

function missing({ fileName, header }: Csv, name: 'path' | 'label'): never {
  throw new BadInputError(
    `${fileName} has no column named ${name}; its columns are ${begun(header)}.${hintFor(header, name)}`,
  );
}

/** A table of pixels has a column for each. */
function begun(header: readonly string[]): string {
  const more = header.length - mostNamed;
  return `${header.slice(0, mostNamed).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

function hintFor(header: readonly string[], name: 'path' | 'label'): string {
  if (name === 'label') return ' Which one is predicted, data.target can say.';
  if (header.length <= mostNamed) return '';
  // What has so many columns holds the pixels themselves.
  return ' A CSV file lists picture files, a path and a label in each row; pixels themselves are read from arrays (x and y in an .npz).';
}

/** What was understood of the columns, in a sentence. */
export function noteOfColumns(
  { header }: Csv,
  { path, targets, split }: PictureColumns,
  what: string,
): string {
  const parts = split === undefined ? '' : `, and whether it is for training from ${header[split]}`;
  const named = targets.map((column) => header[column]).join(', ');
  return `A picture’s path is taken from the column ${header[path]}, ${what} from ${named}${parts}.`;
}

/**
 * The pictures that a table lists, their paths from its own folder on.
 * @param file the table
 * @throws BadInputError naming the row and what would be right
 */
export async function picturesOfRows(
  csv: Csv,
  { path, split }: PictureColumns,
  file: string,
): Promise<readonly PictureOfRow[]> {
  const folder = dirname(file);
  const root = await trueTo(folder);
  const pictures: PictureOfRow[] = [];
  const seen = new Map<string, number>();
  const within = new WithinFolders(root);
  for (let row = 0; row < csv.rows; row += 1) {
    const name = csv.cell(row, path).trim();
    const place = `${file}, ${csv.place(row)}`;
    const before = seen.get(name);
    if (before !== undefined)
      throw new BadInputError(`${place}: ${name} is listed in ${csv.place(before)} too.`);
    seen.set(name, row);
    pictures.push({
      file: await fileOf(name, folder, within, place),
      name,
      split: split === undefined ? undefined : splitOf(csv.cell(row, split).trim(), place),
    });
  }
  return pictures;
}

function splitOf(cell: string, place: string): ListedPicture['split'] {
  const split = splitNamed(cell);
  if (split !== undefined) return split;
  throw new BadInputError(`${place}: ${cell || 'an empty cell'} is no split; write train, val or test.`);
}

async function fileOf(name: string, folder: string, within: WithinFolders, place: string): Promise<string> {
  if (name === '') throw new BadInputError(`${place}: there is no path; every row names a picture.`);
  const file = resolve(folder, name);
  const found = statSync(file, { throwIfNoEntry: false });
  if (!found) throw new BadInputError(`${place}: there is no file ${file}; paths start at ${folder}.`);
  if (!found.isFile()) throw new BadInputError(`${place}: ${file} is no plain file.`);
  await within.check(file);
  return file;
}
