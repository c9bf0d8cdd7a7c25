import { describe, expect, it, vi } from 'vitest';
import { Link } from '../../../../src-renderer/link/link.svelte';
import { Draft } from '../../../../src-renderer/new-run/draft.svelte';
import { StartMatchState } from '../../../../src-renderer/new-run/network/start-match.svelte';
import { experimentSchema } from '../../../../src-shared/experiment/experiment';
import { FakeCore } from '../../fake-core';
import { digitsInput } from '../../fake-runs';
import { MemoryLine } from '../../memory-line';

async function matchOf(file: string) {
  const link = new Link(async () => new MemoryLine(new FakeCore()));
  void link.keepUp();
  await vi.waitFor(() => expect(link.state).toBe('connected'));
  const draft = new Draft(link, experimentSchema.parse(digitsInput));
  draft.type('model.kind', 'onnx');
  draft.type('model.path', '/net.onnx');
  draft.type('start.file', file);
  return { draft, match: new StartMatchState(draft, link) };
}

describe('the names of a network and of the weights that it begins at', () => {
  it('are matched once both files are named, and no longer of another', async () => {
    const { draft, match } = await matchOf('');
    expect(match.canMatch).toBe(false);
    draft.type('start.file', '/weights.safetensors');
    expect(match.canMatch).toBe(true);
    await match.match();
    expect(match.misfits.map(({ name }) => name)).toEqual(['fc.weight', 'fc.bias']);
    draft.type('start.file', '/other.safetensors');
    expect(match.rows).toEqual([]);
  });

  it('are mended one by one, by names whose shape fits', async () => {
    const { draft, match } = await matchOf('/weights.safetensors');
    await match.match();
    expect(match.misfits.map((row) => match.choicesOf(row))).toEqual([
      ['head.1.weight'],
      ['head.1.bias', 'head.2.bias'],
    ]);
    await match.name('fc.bias', 'head.2.bias');
    expect(draft.texts['start.names']).toBe('fc.bias = head.2.bias');
    expect(match.misfits.map(({ name }) => name)).toEqual(['fc.weight']);
    await match.name('fc.bias', '');
    expect(draft.texts['start.names']).toBe('');
  });

  it('are taken as proposed all at once', async () => {
    const { draft, match } = await matchOf('/weights.safetensors');
    await match.match();
    await match.takeProposals();
    expect(draft.texts['start.names']).toBe('fc.weight = head.1.weight, fc.bias = head.1.bias');
    expect(match.misfits).toEqual([]);
  });
});
