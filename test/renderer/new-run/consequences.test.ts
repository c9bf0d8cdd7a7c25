import { describe, expect, it } from 'vitest';
import { withConsequences } from '../../../src-renderer/new-run/consequences';

describe('what a choice in the form asks of other settings', () => {
  it('gives dropout a probability, and keeps one that is there', () => {
    const method = { 'inference.method': 'mc-dropout' };
    const change = (dropout: string) =>
      withConsequences({ ...method, 'model.dropout': dropout }, 'inference.method', 2)['model.dropout'];
    expect(change('0')).toBe('0.1');
    expect(change('0.3')).toBe('0.3');
  });

  it('starts each transformer from its own sizes, and leaves the layers of others as they were', () => {
    const texts = { 'model.hidden': '7', 'model.dropout': '0.1', 'model.width': '5' };
    expect(withConsequences({ ...texts, 'model.kind': 'swin' }, 'model.kind', 2)).toEqual({
      ...texts,
      'model.kind': 'swin',
      'model.patchSize': '2',
      'model.width': '96',
      'model.depths': '2, 2, 2',
      'model.headWidth': '32',
      'model.window': '7',
    });
    expect(withConsequences({ ...texts, 'model.kind': 'mlp' }, 'model.kind', 2)).toEqual({
      ...texts,
      'model.kind': 'mlp',
    });
  });

  it('makes a point estimate one sample', () => {
    const texts = { 'inference.method': 'point-estimate', 'training.samples': '8' };
    expect(withConsequences(texts, 'inference.method', 2)['training.samples']).toBe('1');
  });

  it('takes what Student’s t cannot run with to what it can', () => {
    const texts = {
      'inference.prior.kind': 'student-t',
      'inference.kl': 'analytical',
      'inference.initialisation': 'prior',
    };
    expect(withConsequences(texts, 'inference.prior.kind', 2)).toEqual({
      'inference.prior.kind': 'student-t',
      'inference.kl': 'monte-carlo',
      'inference.initialisation': 'scaled',
    });
  });

  it.each([
    [4, '2'],
    [3, '1'],
  ])('offers a mesh of %i devices %s data groups', (devices, groups) => {
    const texts = { 'parallel.mode': 'hybrid', 'parallel.dataGroups': '' };
    expect(withConsequences(texts, 'parallel.mode', devices)['parallel.dataGroups']).toBe(groups);
  });

  it('chooses a network that fits the data, with its own splits, and keeps one that fits already', () => {
    const texts = { 'data.dataset': 'storm', 'model.kind': 'transformer', 'training.views': '4' };
    expect(withConsequences(texts, 'data.dataset', 2)).toMatchObject({
      'model.kind': 'swin',
      'model.window': '7',
      'data.testFraction': '0.2',
      'training.views': '0',
    });
    const series = { 'data.dataset': 'metro-traffic', 'model.kind': 'mlp', 'model.hidden': '5' };
    expect(withConsequences(series, 'data.dataset', 2)).toMatchObject({
      'model.kind': 'mlp',
      'model.hidden': '5',
      'data.horizon': '168',
    });
  });

  it.each(['mlp', 'cnn', 'swin'])('keeps %s on a grid, which it can learn from', (kind) => {
    const texts = { 'data.dataset': 'storm', 'model.kind': kind, 'model.channels': '8' };
    expect(withConsequences(texts, 'data.dataset', 2)).toMatchObject({
      'model.kind': kind,
      'model.channels': '8',
    });
  });

  it('leaves everything else as it is', () => {
    const texts = { 'training.samples': '8', 'inference.method': 'point-estimate' };
    expect(withConsequences(texts, 'training.samples', 2)).toBe(texts);
  });
});
