import { expect, onTestFinished, test } from 'vitest';
import { runsPage, type TableRows } from '../../src-main/store/run-page';
import { openStore, type Store } from '../../src-main/store/store';
import { allButSeed } from '../../src-shared/runs/run-groups';
import { runsPageSchema } from '../../src-shared/runs/run-table';
import { temporaryFolder } from '../temporary-folder';
import { generateRuns } from './generate-store';

function storeOfMany(): Store {
  const store = openStore(temporaryFolder());
  onTestFinished(() => store.close());
  generateRuns(store, 80);
  return store;
}

/** The table as a window asks it, which keeps what it has read. */
function keptTable({ table }: Store): TableRows {
  const { valuesOf, differingSettings } = table;
  return { rows: table.rows(), paths: table.paths(), studies: new Map(), valuesOf, differingSettings };
}

/** The same rows, of which nothing is known. */
function plainTable({ table }: Store): TableRows {
  return { rows: [...table.rows()], paths: table.paths(), studies: new Map() };
}

const grouped = (query: string) => runsPageSchema.parse({ query, groupBy: allButSeed, count: 0 });

test('runs of any query are grouped by all but the seed as by one who looks at every value of every run', () => {
  const store = storeOfMany();
  store.annotations.annotate(['run-3'], { archived: true });
  for (const query of [
    '',
    'mode = sp',
    'samples = 8 and mode = local',
    'name ~ "Run 7 "',
    'dataset != digits',
  ]) {
    const { groups, groupedBy } = runsPage(keptTable(store), grouped(query));
    const plain = runsPage(plainTable(store), grouped(query));
    expect([...(groupedBy ?? [])].sort(), query).toEqual([...(plain.groupedBy ?? [])].sort());
    const sizes = (of: typeof groups) => of.map(({ runs }) => runs).sort();
    expect(sizes(groups), query).toEqual(sizes(plain.groups));
  }
});

test('nobody goes through every value of every run for it once the columns are known', () => {
  const store = storeOfMany();
  store.table.columns();
  let looks = 0;
  for (const { flat } of store.table.rows())
    for (const name of ['keys', Symbol.iterator] as const) {
      const look = flat[name].bind(flat);
      const counted = () => {
        looks += 1;
        return look();
      };
      Object.assign(flat, { [name]: counted });
    }
  expect(runsPage(keptTable(store), grouped('')).groupedBy).toContain('training.samples');
  expect(looks).toBe(0);
  runsPage(plainTable(store), grouped(''));
  expect(looks).toBe(80);
});
