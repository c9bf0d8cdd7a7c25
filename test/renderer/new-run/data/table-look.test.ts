import { describe, expect, it, vi } from 'vitest';
import { Link } from '../../../../src-renderer/link/link.svelte';
import { TableLookState } from '../../../../src-renderer/new-run/data/table-look.svelte';
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
  return { draft, table: new TableLookState(draft, link) };
}

describe('a look at the table that the form names', () => {
  it('is there once asked for, and no longer of another file', async () => {
    const { draft, table } = await lookOf('');
    expect(table.canLook).toBe(false);
    draft.type('data.path', '/rows.csv');
    expect([table.canLook, table.look]).toEqual([true, undefined]);
    await table.load();
    expect(table.look?.columns.map(({ name }) => name)).toEqual(['id', 'age', 'site', 'ill', 'title']);
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

  it('writes how the file is to be read into the form, and looks again', async () => {
    const { draft, table } = await lookOf('/rows.csv');
    expect([table.wayOf('separator'), table.look]).toEqual(['auto', undefined]);
    await table.tell('separator', 'tab');
    expect([draft.texts['data.separator'], table.wayOf('separator')]).toEqual(['tab', 'tab']);
    expect(table.look?.columns).toHaveLength(5);
  });

  it('says of texts that name single rows that they are left out, unless they are something else', async () => {
    const { draft, table } = await lookOf('/rows.csv');
    await table.load();
    const title = table.look?.columns.at(-1);
    if (!title) throw new Error('The look has this column.');
    expect(table.useOf('title')).toBe('left-out');
    table.use(title, 'groups');
    expect([table.useOf('title'), draft.texts['data.groups']]).toEqual(['groups', 'title']);
    table.use(title, 'left-out');
    expect([table.useOf('title'), draft.texts['data.leaveOut']]).toEqual(['left-out', 'title']);
  });

  it('says what each column is for, and writes it into the form', async () => {
    const { draft, table } = await lookOf('/rows.csv');
    await table.load();
    const [id, age, site, ill] = table.look?.columns ?? [];
    table.use(ill, 'target');
    expect([draft.texts['data.target'], draft.texts['data.task']]).toEqual(['ill', 'classification']);
    table.use(id, 'left-out');
    table.use(site, 'groups');
    expect([draft.texts['data.leaveOut'], draft.texts['data.groups']]).toEqual(['id', 'site']);
    expect([id, age, site, ill].map(({ name }) => table.useOf(name))).toEqual([
      'left-out',
      'input',
      'groups',
      'target',
    ]);
    // A number in its place: what was predicted is an input again.
    table.use(age, 'target');
    expect([draft.texts['data.target'], draft.texts['data.task']]).toEqual(['age', 'regression']);
    expect(table.useOf('ill')).toBe('input');
    // Another beside it.
    table.use(id, 'another-target');
    expect(draft.texts['data.target']).toBe('age, id');
    expect([age, id].map(({ name }) => table.useOf(name))).toEqual(['target', 'another-target']);
    table.use(age, 'input');
    expect([draft.texts['data.target'], table.useOf('id')]).toEqual(['id', 'target']);
    // Texts among several: each has a head, and texts are classes.
    table.use(ill, 'another-target');
    expect(draft.texts['data.target']).toBe('id, ill');
    expect(JSON.parse(draft.texts['data.heads'] ?? '')).toEqual([
      { target: 'id' },
      { target: 'ill', task: 'classification' },
    ]);
    table.use(ill, 'input');
    expect(draft.texts['data.heads']).toBe('');
    table.use(id, 'left-out');
    expect(draft.texts['data.target']).toBe('');
    table.use(site, 'split');
    table.use(id, 'input');
    expect([
      draft.texts['data.groups'],
      draft.texts['data.splitColumn'],
      draft.texts['data.leaveOut'],
    ]).toEqual(['', 'site', '']);
  });
});
