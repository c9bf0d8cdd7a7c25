import { describe, expect, onTestFinished, test } from 'vitest';
import { foundRuns, runsPage } from '../../src-main/store/run-page';
import { openStore, type Store } from '../../src-main/store/store';
import { experimentSchema } from '../../src-shared/experiment/experiment';
import { undoWindowMs } from '../../src-shared/runs/annotations';
import { foundRunsSchema, runsPageSchema } from '../../src-shared/runs/run-table';
import { temporaryFolder } from '../temporary-folder';

interface Row {
  readonly id: string;
  readonly samples?: number;
  readonly mode?: 'local' | 'sp';
  readonly accuracy?: number;
  readonly coverage?: number;
  readonly seed?: number;
  readonly name?: string;
  readonly leaveOutClasses?: readonly string[];
}

function storeWith(...rows: readonly Row[]): Store {
  const store = newStore();
  for (const row of rows) addRun(store, row);
  return store;
}

function newStore(home = temporaryFolder()): Store {
  const store = openStore(home, { busyTimeoutMs: 50 });
  onTestFinished(() => store.close());
  return store;
}

function addRun(store: Store, row: Row): void {
  const { id, samples = 8, mode = 'local', accuracy, coverage, seed = 0 } = row;
  const { name = `Run ${id}`, leaveOutClasses } = row;
  const experiment = experimentSchema.parse({
    name,
    data: { dataset: 'digits', leaveOutClasses },
    model: { kind: 'mlp' },
    seed,
    training: { samples },
    parallel: { mode, devices: ['cpu:0'] },
  });
  store.writer.create({ id, experiment, engine: 'an engine', codeVersion: '1', owner: '1@x', created: 1000 });
  const finalMetrics: Record<string, number> = {
    ...(accuracy === undefined ? {} : { 'test.accuracy': accuracy }),
    ...(coverage === undefined ? {} : { 'test.coverage90': coverage }),
  };
  store.writer.store([{ runId: id, change: { status: 'finished' }, points: [], logs: [], finalMetrics }]);
}

/** @param studies the names of the studies that runs are of, by their ids */
function page(store: Store, request: object, studies: Readonly<Record<string, string>> = {}) {
  const byRun = new Map(Object.entries(studies).map(([runId, name]) => [runId, { id: name, name }]));
  const { valuesOf } = store.table;
  const table = { rows: store.table.rows(), paths: store.table.paths(), studies: byRun, valuesOf };
  const { rows, ...rest } = runsPage(table, runsPageSchema.parse(request));
  return { ...rest, ids: rows.map(({ id }) => id) };
}

describe('a page of runs', () => {
  const rows = [
    { id: 'a', samples: 4, accuracy: 0.5 },
    { id: 'b', samples: 8, mode: 'sp', accuracy: Number.NaN },
    { id: 'c', samples: 4, mode: 'sp' },
    { id: 'd', samples: 16, mode: 'sp', accuracy: 0.9 },
  ] as const;

  test('is newest first, with how many there are and how many the query finds', () => {
    const store = storeWith(...rows);
    expect(page(store, {})).toMatchObject({ total: 4, matched: 4, ids: ['d', 'c', 'b', 'a'] });
    expect(page(store, { query: 'mode = sp and samples > 4' })).toMatchObject({
      total: 4,
      matched: 2,
      ids: ['d', 'b'],
    });
    expect(page(store, { from: 1, count: 2 }).ids).toEqual(['c', 'b']);
  });

  test('sorts coverages by how far they are from what they should be, the nearest first', () => {
    const store = storeWith(
      { id: 'all', samples: 4, coverage: 1 },
      { id: 'few', samples: 8, coverage: 0.4 },
      { id: 'nearly', samples: 4, coverage: 0.82 },
      { id: 'right', samples: 8, coverage: 0.91 },
      { id: 'untold', samples: 16 },
    );
    const by = (descending: boolean) => ({ sort: [{ column: 'test.coverage90', descending }] });
    expect(page(store, by(false)).ids).toEqual(['right', 'nearly', 'all', 'few', 'untold']);
    expect(page(store, by(true)).ids).toEqual(['few', 'all', 'nearly', 'right', 'untold']);
    // The means of the groups are 0.91 and 0.655.
    expect(page(store, { ...by(false), groupBy: ['samples'] }).ids).toEqual([
      'nearly',
      'all',
      'right',
      'few',
      'untold',
    ]);
    expect(page(store, { ...by(false), foldStudies: true }, { few: 's', right: 's' }).ids).toEqual([
      'nearly',
      'all',
      'right',
      'few',
      'untold',
    ]);
  });

  test('sorts by any column, those without a value or with NaN last in either direction', () => {
    const store = storeWith(...rows);
    const by = (descending: boolean) => page(store, { sort: [{ column: 'test.accuracy', descending }] }).ids;
    expect(by(false)).toEqual(['a', 'd', 'c', 'b']);
    expect(by(true)).toEqual(['d', 'a', 'c', 'b']);
  });

  test('keeps an order until a run changes, and sorts what a query leaves of it as it would alone', () => {
    const store = storeWith(...rows);
    const sort = [{ column: 'test.accuracy', descending: true }];
    expect(page(store, { sort }).ids).toEqual(['d', 'a', 'c', 'b']);
    expect(page(store, { sort, query: 'samples = 4' }).ids).toEqual(['a', 'c']);
    const finalMetrics = { 'test.accuracy': 0.95 };
    store.writer.store([{ runId: 'c', change: {}, points: [], logs: [], finalMetrics }]);
    expect(page(store, { sort }).ids).toEqual(['c', 'd', 'a', 'b']);
    expect(page(store, { sort: [{ column: 'test.accuracy', descending: false }] }).ids).toEqual([
      'a',
      'd',
      'c',
      'b',
    ]);
    // More orders than are kept: the first one is made again.
    for (let column = 0; column < 9; column++)
      expect(page(store, { sort: [{ column: `none.${column}`, descending: true }] }).ids).toEqual([
        'd',
        'c',
        'b',
        'a',
      ]);
    expect(page(store, { sort }).ids).toEqual(['c', 'd', 'a', 'b']);
  });

  test('groups by any column, with the place of each group', () => {
    const store = storeWith(...rows);
    const sort = [{ column: 'name', descending: false }];
    expect(page(store, { groupBy: ['samples'], sort })).toMatchObject({
      ids: ['a', 'c', 'b', 'd'],
      groupedBy: ['training.samples'],
      groups: [
        { values: [4], runs: 2, first: 0 },
        { values: [8], runs: 1, first: 2 },
        { values: [16], runs: 1, first: 3 },
      ],
    });
    expect(page(store, { sort })).toMatchObject({ groups: [], groupedBy: undefined });
  });

  test('groups by several columns, with the mean and standard deviation of the finite numbers of each group', () => {
    const store = storeWith(...rows, { id: 'e', samples: 4, mode: 'sp', accuracy: 0.7 });
    const sort = [{ column: 'name', descending: false }];
    const summarised = ['test.accuracy', 'status'];
    const { groups, ids } = page(store, { groupBy: ['mode', 'samples'], sort, summarised });
    expect(ids).toEqual(['a', 'c', 'e', 'b', 'd']);
    expect(groups.map(({ values, runs }) => [...values, runs])).toEqual([
      ['local', 4, 1],
      ['sp', 4, 2],
      ['sp', 8, 1],
      ['sp', 16, 1],
    ]);
    expect(groups.map(({ spreads }) => spreads[0]?.mean)).toEqual([0.5, 0.7, undefined, 0.9]);
    expect(groups.every(({ spreads }) => spreads[1] === undefined)).toBe(true);
    const [of] = page(store, { groupBy: ['dataset'], summarised }).groups;
    // Of 0.5, 0.9 and 0.7.
    expect(of?.spreads[0]).toMatchObject({
      mean: expect.closeTo(0.7, 12),
      std: expect.closeTo(0.2, 12),
      count: 3,
    });
  });

  test('groups by what stands in the cells: texts that differ in case, and lists of other texts, are no one group', () => {
    const store = storeWith(
      { id: 'a', name: 'mlp', samples: 4, leaveOutClasses: ['a, b'] },
      { id: 'b', name: 'MLP', samples: 4, leaveOutClasses: ['a', 'b'] },
      { id: 'c', name: 'mlp', samples: 8, leaveOutClasses: ['a', 'b'] },
      { id: 'd', name: 'MLP', samples: 8, leaveOutClasses: ['a', 'b'] },
    );
    const groups = (...groupBy: readonly string[]) =>
      page(store, { groupBy }).groups.map(({ values, runs }) => [...values, runs]);
    expect(groups('name', 'samples')).toEqual([
      ['MLP', 4, 1],
      ['MLP', 8, 1],
      ['mlp', 4, 1],
      ['mlp', 8, 1],
    ]);
    expect(groups('data.leaveOutClasses')).toEqual([
      [['a', 'b'], 3],
      [['a, b'], 1],
    ]);
  });

  test('groups by all settings that differ among the runs found, but for the seed', () => {
    const store = storeWith(
      { id: 'a', samples: 4, seed: 1, accuracy: 0.5 },
      { id: 'b', samples: 4, seed: 2, accuracy: 0.7 },
      { id: 'c', samples: 8, seed: 1, accuracy: 0.4 },
    );
    const request = { groupBy: 'allButSeed', summarised: ['test.accuracy'] };
    const all = page(store, request);
    expect([all.groupedBy, all.groups.map(({ values, runs }) => [...values, runs])]).toEqual([
      ['training.samples'],
      [
        [4, 2],
        [8, 1],
      ],
    ]);
    const alike = page(store, { ...request, query: 'samples = 4' });
    expect([alike.groupedBy, alike.groups.length, alike.groups[0]?.values]).toEqual([[], 1, []]);
    expect(page(store, { ...request, query: 'samples = 5' }).groups).toEqual([]);
  });

  test('puts the groups with the best mean first where a score sorts', () => {
    const store = storeWith(...rows, { id: 'e', samples: 4, mode: 'sp', accuracy: 0.99 });
    const by = (descending: boolean) =>
      page(store, { groupBy: ['samples'], sort: [{ column: 'test.accuracy', descending }] }).ids;
    // Means 0.745 of 4 samples, 0.9 of 16, none of 8.
    expect(by(true)).toEqual(['d', 'e', 'a', 'c', 'b']);
    expect(by(false)).toEqual(['a', 'e', 'c', 'd', 'b']);
  });

  test('leaves archived runs out unless they are asked for', () => {
    const store = storeWith(...rows);
    store.annotations.annotate(['a'], { archived: true });
    expect(page(store, {}).total).toBe(3);
    expect(page(store, { scope: 'archived' }).ids).toEqual(['a']);
    expect(page(store, { scope: 'all' }).total).toBe(4);
    store.annotations.annotate(['a'], { archived: false });
    expect(page(store, {}).total).toBe(4);
  });

  test('a wrong query names the character, a wrong column what is written alike', () => {
    const store = storeWith(...rows);
    expect(() => page(store, { query: 'mode = ' })).toThrow(/^Character 8 of the query: A value to compare/);
    expect(() => page(store, { query: 'a.accuracy > 1' })).toThrow(
      'Character 1 of the query: No run has a column named a.accuracy. Did you mean test.accuracy?',
    );
    expect(page(newStore(), { query: 'samples = 4 and duration > 1min' }).matched).toBe(0);
  });
});

test('the columns are those that some run has, with their kind and how many values differ', () => {
  const store = storeWith({ id: 'a', samples: 4 }, { id: 'b', samples: 8, accuracy: 1 });
  const columns = store.table.columns();
  expect(columns.slice(0, 2).map(({ path }) => path)).toEqual(['id', 'name']);
  expect(columns).toContainEqual({
    path: 'training.samples',
    alias: 'samples',
    kind: 'number',
    source: 'parameter',
    distinct: 2,
  });
  expect(columns).toContainEqual({ path: 'test.accuracy', kind: 'number', source: 'metric', distinct: 1 });
  expect(columns.find(({ path }) => path === 'tags')).toMatchObject({ alias: 'tag', kind: 'list' });
});

describe('annotations', () => {
  test('tags, notes, star and name change for many runs at once, and stay as they are where not named', () => {
    const store = storeWith({ id: 'a' }, { id: 'b' });
    store.annotations.annotate(['a', 'b'], { addTags: ['x', 'a <b>tag</b>'], starred: true });
    store.annotations.annotate(['a'], { removeTags: ['x'], notes: 'The best.', name: 'Renamed' });
    expect(store.reader.run('a')).toMatchObject({
      experiment: { name: 'Renamed' },
      annotations: { tags: ['a <b>tag</b>'], notes: 'The best.', starred: true, archived: false },
    });
    expect(store.reader.run('b').annotations.tags).toEqual(['a <b>tag</b>', 'x']);
    expect(page(store, { query: 'tag = x' }).ids).toEqual(['b']);
    expect(page(store, { query: 'name = renamed and starred' }).ids).toEqual(['a']);
  });
});

describe('removal', () => {
  test('hides a run everywhere, and undo brings all of it back', () => {
    const store = storeWith({ id: 'a', accuracy: 0.5 }, { id: 'b' });
    const before = store.reader.run('a');
    store.annotations.remove(['a'], 5000);
    expect(page(store, {}).ids).toEqual(['b']);
    expect(() => store.reader.run('a')).toThrow(
      /^Run a was deleted meanwhile; .* `parasample delete a --undo`/,
    );
    expect(store.annotations.removed()).toEqual([{ id: 'a', name: 'Run a', removed: 5000 }]);
    expect(store.annotations.restore(['a', 'b'])).toEqual(['a']);
    expect(store.reader.run('a')).toEqual(before);
    expect(page(store, {}).ids).toEqual(['b', 'a']);
  });

  test('is final only after the undo window', () => {
    const store = storeWith({ id: 'a' });
    store.annotations.remove(['a'], 5000);
    expect(store.annotations.purgeOne(5000 + undoWindowMs)).toBeUndefined();
    expect(store.annotations.purgeOne(5001 + undoWindowMs)).toBe('a');
    expect(store.annotations.restore(['a'])).toEqual([]);
  });
});

describe('a table open in two processes', () => {
  test('shows what the other one changed, added and removed', () => {
    const home = temporaryFolder();
    const [here, there] = [newStore(home), newStore(home)];
    addRun(here, { id: 'a' });
    addRun(here, { id: 'b' });
    expect(page(there, {}).ids).toEqual(['b', 'a']);
    const revision = there.table.version();
    here.annotations.annotate(['a'], { starred: true });
    here.annotations.remove(['b'], 5000);
    addRun(here, { id: 'c' });
    expect(page(there, { query: 'starred' }).ids).toEqual(['a']);
    expect(page(there, {}).ids).toEqual(['c', 'a']);
    expect(there.table.newsSince(revision)).toMatchObject([
      { type: 'changed', run: { id: 'a' } },
      { type: 'gone', runId: 'b' },
      { type: 'changed', run: { id: 'c' } },
    ]);
  });
});

describe('saved views', () => {
  test('are kept, changed and removed by their id', () => {
    const { views } = newStore();
    const { id } = views.save({ name: 'Best runs', kind: 'runs', state: { query: 'starred' } }, 1);
    views.save({ id, name: 'Better runs', kind: 'runs', state: { query: 'starred', columns: ['name'] } }, 2);
    expect(views.list()).toEqual([
      { id, name: 'Better runs', kind: 'runs', state: { query: 'starred', columns: ['name'] }, changed: 2 },
    ]);
    views.remove(id);
    expect(views.list()).toEqual([]);
    expect(() => views.remove(id)).toThrow('This saved view is not there any more.');
  });

  test('the state of a window is what was kept last, null before, and not without end', () => {
    const { views } = newStore();
    expect(views.kept('window')).toBeNull();
    views.keep('window', { width: 1024 });
    views.keep('window', { width: 1280 });
    expect(views.kept('window')).toEqual({ width: 1280 });
    expect(() => views.keep('window', 'x'.repeat(70_000))).toThrow(/takes 70002 characters; at most 65536/);
  });
});

test('all runs that a query finds come in one answer, however many, in the order of the pages, with their groups', () => {
  const many = Array.from({ length: 620 }, (_, at) => ({
    id: `r${at}`,
    samples: at % 2 === 0 ? 4 : 8,
    mode: at < 600 ? ('sp' as const) : ('local' as const),
  }));
  const store = storeWith(...many);
  const asked = {
    query: 'mode = sp',
    groupBy: ['training.samples'],
    sort: [{ column: 'id', descending: false }],
  };
  const found = foundRuns(
    { rows: store.table.rows(), paths: store.table.paths(), studies: new Map() },
    foundRunsSchema.parse(asked),
  );
  const [first, second] = [0, 500].map((from) => page(store, { ...asked, from, count: 500 }));
  expect(found).toEqual({ ids: [...first.ids, ...second.ids], groups: first.groups });
  expect([found.ids.length, ...found.groups.map(({ runs }) => runs)]).toEqual([600, 300, 300]);
});

test('columns kept side by side say what each row says, whatever has changed, come or gone since they were first asked for', () => {
  const store = storeWith(
    ...Array.from({ length: 40 }, (_, at) => ({ id: `r${at}`, samples: [4, 8][at % 2], accuracy: at / 100 })),
  );
  const asked = runsPageSchema.parse({
    groupBy: ['training.samples', 'tag'],
    sort: [{ column: 'test.accuracy', descending: true }],
    summarised: ['test.accuracy', 'duration'],
  });
  const both = () => {
    const table = { rows: store.table.rows(), paths: store.table.paths(), studies: new Map() };
    // Another array of the same rows, so that no order is kept from the look before.
    return [
      runsPage({ ...table, valuesOf: store.table.valuesOf }, asked),
      runsPage({ ...table, rows: [...table.rows] }, asked),
    ] as const;
  };
  const changes = [
    () => {},
    () => addRun(store, { id: 'new', samples: 4, accuracy: 0.99 }),
    () => store.annotations.annotate(['r3', 'r8'], { addTags: ['paper'] }),
    () => store.annotations.remove(['r39', 'new'], 0),
    () =>
      store.writer.store([
        { runId: 'r5', change: {}, points: [], logs: [], finalMetrics: { 'test.accuracy': 1 } },
      ]),
  ];
  for (const change of changes) {
    change();
    const [kept, own] = both();
    expect(kept).toEqual(own);
  }
  expect(both()[0].rows[0]?.id).toBe('r5');
});
