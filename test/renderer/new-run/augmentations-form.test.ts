import { describe, expect, test } from 'vitest';
import {
  changesIn,
  textOfSetting,
  withChange,
  withSetting,
} from '../../../src-renderer/new-run/augmentations-form';
import { withConsequences } from '../../../src-renderer/new-run/consequences';
import { assemble, textsOf } from '../../../src-renderer/settings/assemble';

describe('changes of pictures in the form', () => {
  test('stand in their usual order, whichever is chosen first, and are none when the last is left', () => {
    const mixing = withChange([], 'mix-up', true);
    const both = withChange(changesIn(mixing), 'flip', true);
    expect(JSON.parse(both)).toEqual([{ kind: 'flip' }, { kind: 'mix-up' }]);
    expect(withChange(changesIn(withChange(changesIn(both), 'flip', false)), 'mix-up', false)).toBe('');
  });

  test('show what is taken where nothing is written, and take what is', () => {
    const [crop] = changesIn(withChange([], 'resized-crop', true));
    expect(textOfSetting(crop, 'scale')).toBe('0.08, 1');
    const written = withSetting([crop], 'resized-crop', 'scale', '0.5, 1');
    expect(JSON.parse(written)).toEqual([{ kind: 'resized-crop', scale: [0.5, 1] }]);
    expect(JSON.parse(withSetting(changesIn(written), 'resized-crop', 'scale', ' '))).toEqual([
      { kind: 'resized-crop' },
    ]);
  });

  test('come into the experiment as they are, with a view to see them', () => {
    const texts = {
      ...textsOf({ training: { views: 0 } }),
      'data.dataset': 'digits',
      'training.augmentations': withChange([], 'rotation', true),
    };
    const after = withConsequences(texts, 'training.augmentations', 1);
    expect(assemble({}, after, ['cpu:0']).settings).toMatchObject({
      training: { views: 1, augmentations: [{ kind: 'rotation' }] },
    });
    const of = withConsequences({ ...after, 'data.dataset': 'yacht' }, 'data.dataset', 1);
    expect(of['training.augmentations']).toBe('');
  });
});
