import { describe, expect, it, vi } from 'vitest';
import { Link } from '../../../../src-renderer/link/link.svelte';
import { LookState } from '../../../../src-renderer/new-run/data/look-state.svelte';
import { Draft } from '../../../../src-renderer/new-run/draft.svelte';
import { experimentSchema } from '../../../../src-shared/experiment/experiment';
import { FakeCore } from '../../fake-core';
import { digitsInput } from '../../fake-runs';
import { MemoryLine } from '../../memory-line';

async function lookOf(path: string) {
  const link = new Link(async () => new MemoryLine(new FakeCore()));
  void link.keepUp();
  await vi.waitFor(() => expect(link.state).toBe('connected'));
  const draft = new Draft(link, experimentSchema.parse(digitsInput));
  draft.chooseDataset('table');
  draft.type('data.path', path);
  return { draft, table: new LookState(draft, link) };
}

describe('a look at the table that the form names', () => {
  it('is there once asked for, and no longer of another file', async () => {
    const { draft, table } = await lookOf('');
    expect(table.canLook).toBe(false);
    draft.type('data.path', '/rows.csv');
    expect([table.canLook, table.look]).toEqual([true, undefined]);
    await table.load();
    expect(table.table?.columns.map(({ name }) => name)).toEqual(['id', 'age', 'site', 'ill', 'title']);
    draft.type('data.path', '/other.csv');
    expect(table.look).toBeUndefined();
  });

  it('says why it cannot be had', async () => {
    const { draft, table } = await lookOf('/rows.doc');
    await table.load();
    expect(table.trouble).toBe('/rows.doc is missing; there is no such file.');
    draft.type('data.path', '/rows.csv');
    expect(table.trouble).toBe('');
  });

  it('fills the form with what the data seem to be, as the person named them', async () => {
    const { draft, table } = await lookOf('rows.csv');
    await table.loadAndGuess();
    const path = (name: string) => draft.texts[`data.${name}`];
    expect([draft.dataset, path('path'), path('target'), path('task'), path('missing')]).toEqual([
      'table',
      'rows.csv',
      'ill',
      'classification',
      'mask',
    ]);
    expect(table.parts).toMatchObject({ train: 4, validation: 1, test: 1 });
  });

  it('says where the form says other data than it seems to be, and takes these', async () => {
    const { draft, table } = await lookOf('/rows.csv');
    draft.chooseDataset('images');
    await table.load();
    expect(table.otherDataset).toBe('table');
    table.takeGuess();
    expect([draft.dataset, table.otherDataset]).toEqual(['table', undefined]);
  });

  it('knows the columns of a series by what a forecast does with them', async () => {
    const { draft, table } = await lookOf('/rows.csv');
    await table.load();
    draft.chooseDataset('time-series');
    const [id, age, site] = table.table?.columns ?? [];
    const { uses } = table;
    uses.use(id, 'time');
    uses.use(age, 'value');
    uses.use(site, 'another-value');
    expect(draft.texts['data.valueColumn']).toBe('age, site');
    uses.use(age, 'past');
    expect(draft.texts['data.valueColumn']).toBe('site');
    expect([id, age, site].map(({ name }) => uses.useOf(name))).toEqual(['time', 'past', 'value']);
    uses.use(age, 'none');
    expect([draft.texts['data.pastCovariates'], uses.useOf('age')]).toEqual(['', 'none']);
  });

  it('writes how the file is to be read into the form, and looks again', async () => {
    const { draft, table } = await lookOf('/rows.csv');
    expect([table.wayOf('separator'), table.look]).toEqual(['auto', undefined]);
    await table.tell('separator', 'tab');
    expect([draft.texts['data.separator'], table.wayOf('separator')]).toEqual(['tab', 'tab']);
    expect(table.table?.columns).toHaveLength(5);
  });

  it('says of texts that name single rows that they are left out, unless they are something else', async () => {
    const { draft, table } = await lookOf('/rows.csv');
    await table.load();
    const title = table.table?.columns.at(-1);
    if (!title) throw new Error('The look has this column.');
    expect(table.uses.useOf('title')).toBe('left-out');
    table.uses.use(title, 'groups');
    expect([table.uses.useOf('title'), draft.texts['data.groups']]).toEqual(['groups', 'title']);
    table.uses.use(title, 'left-out');
    expect([table.uses.useOf('title'), draft.texts['data.leaveOut']]).toEqual(['left-out', 'title']);
  });

  it('says what each column is for, and writes it into the form', async () => {
    const { draft, table } = await lookOf('/rows.csv');
    await table.load();
    const [id, age, site, ill] = table.table?.columns ?? [];
    table.uses.use(ill, 'target');
    expect([draft.texts['data.target'], draft.texts['data.task']]).toEqual(['ill', 'classification']);
    table.uses.use(id, 'left-out');
    table.uses.use(site, 'groups');
    expect([draft.texts['data.leaveOut'], draft.texts['data.groups']]).toEqual(['id', 'site']);
    expect([id, age, site, ill].map(({ name }) => table.uses.useOf(name))).toEqual([
      'left-out',
      'input',
      'groups',
      'target',
    ]);
    // A number in its place: what was predicted is an input again.
    table.uses.use(age, 'target');
    expect([draft.texts['data.target'], draft.texts['data.task']]).toEqual(['age', 'regression']);
    expect(table.uses.useOf('ill')).toBe('input');
    // Another beside it.
    table.uses.use(id, 'another-target');
    expect(draft.texts['data.target']).toBe('age, id');
    expect([age, id].map(({ name }) => table.uses.useOf(name))).toEqual(['target', 'another-target']);
    table.uses.use(age, 'input');
    expect([draft.texts['data.target'], table.uses.useOf('id')]).toEqual(['id', 'target']);
    // Texts among several: each has a head, and texts are classes.
    table.uses.use(ill, 'another-target');
    expect(draft.texts['data.target']).toBe('id, ill');
    expect(JSON.parse(draft.texts['data.heads'] ?? '')).toEqual([
      { target: 'id' },
      { target: 'ill', task: 'classification' },
    ]);
    table.uses.use(ill, 'input');
    expect(draft.texts['data.heads']).toBe('');
    table.uses.use(id, 'left-out');
    expect(draft.texts['data.target']).toBe('');
    table.uses.use(site, 'split');
    table.uses.use(id, 'input');
    expect([
      draft.texts['data.groups'],
      draft.texts['data.splitColumn'],
      draft.texts['data.leaveOut'],
    ]).toEqual(['', 'site', '']);
  });
});
