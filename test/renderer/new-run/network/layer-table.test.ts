import { describe, expect, it, vi } from 'vitest';
import { Link } from '../../../../src-renderer/link/link.svelte';
import { Draft } from '../../../../src-renderer/new-run/draft.svelte';
import {
  LayerTableState,
  trainedMegabytes,
} from '../../../../src-renderer/new-run/network/layer-table.svelte';
import { experimentSchema } from '../../../../src-shared/experiment/experiment';
import { FakeCore } from '../../fake-core';
import { digitsInput } from '../../fake-runs';
import { MemoryLine } from '../../memory-line';

async function tableOf(path: string) {
  const link = new Link(async () => new MemoryLine(new FakeCore()));
  void link.keepUp();
  await vi.waitFor(() => expect(link.state).toBe('connected'));
  const draft = new Draft(link, experimentSchema.parse(digitsInput));
  draft.type('model.kind', 'onnx');
  draft.type('model.path', path);
  return { draft, table: new LayerTableState(draft, link) };
}

describe('the layers of a network of one’s own', () => {
  it('are shown once asked for, and no longer of another file', async () => {
    const { draft, table } = await tableOf('');
    expect(table.canLoad).toBe(false);
    draft.type('model.path', '/net.onnx');
    expect(table.canLoad).toBe(true);
    await table.load();
    expect(table.rows.map(({ name }) => name)).toEqual([
      'stem.weight',
      'norm.weight',
      'fc.weight',
      'fc.bias',
    ]);
    draft.type('model.path', '/other.onnx');
    expect(table.rows).toEqual([]);
  });

  it('are ticked as the form says, and write it', async () => {
    const { draft, table } = await tableOf('/net.onnx');
    await table.load();
    expect([...table.bayesian]).toEqual(['stem.weight', 'fc.weight', 'fc.bias']);
    table.toggle('stem');
    expect(draft.texts['inference.bayesianLayers']).toBe('fc');
    expect([...table.bayesian]).toEqual(['fc.weight', 'fc.bias']);
    table.toggle('fc');
    expect(draft.texts['inference.bayesianLayers'], 'one has to keep a distribution').toBe('fc');
    table.toggle('stem');
    expect(draft.texts['inference.bayesianLayers']).toBe('');
    draft.type('inference.pointEstimateLayers', 'fc');
    expect([...table.bayesian]).toEqual(['stem.weight']);
    draft.type('inference.bayesianLayers', 'last');
    draft.type('inference.pointEstimateLayers', '');
    expect([...table.bayesian]).toEqual(['fc.weight', 'fc.bias']);
  });

  it('show a last layer that is made anew', async () => {
    const { draft, table } = await tableOf('/net.onnx');
    draft.type('model.head.classes', '7');
    await table.load();
    expect(table.rows.filter(({ isNew }) => isNew).map(({ shape }) => shape)).toEqual([[8, 7], [7]]);
  });

  it('say why there are none', async () => {
    const { table } = await tableOf('/broken.onnx');
    await table.load();
    expect(table.trouble).toContain('is damaged or no ONNX file');
    expect(table.rows).toEqual([]);
  });
});

// A million parameters, their gradients and Adam's two moments, 4 bytes each.
it('tells the memory of what is trained', () => {
  expect(trainedMegabytes(1e6, 'adam')).toBe(16);
  expect(trainedMegabytes(1e6, 'sgd')).toBe(12);
});
