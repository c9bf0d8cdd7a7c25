import { describe, expect, test } from 'vitest';
import { checkExperiment } from '../../../src-shared/experiment/problems';

function problemsOf(training: object, data: object = {}, inference: object = {}): string[] {
  const checked = checkExperiment({
    data: { dataset: 'cifar-10', ...data },
    model: { kind: 'mlp' },
    inference,
    training,
    parallel: { mode: 'local', devices: ['cpu:0'] },
  });
  return checked.ok ? [] : checked.problems.map(({ path, message }) => `${path}: ${message}`);
}

const [flip, mixUp, cutMix] = [{ kind: 'flip' }, { kind: 'mix-up' }, { kind: 'cut-mix' }];
const own = { dataset: 'images', path: '/pictures' };

describe('changes of pictures', () => {
  test('stand for one view where nothing is said of views', () => {
    const checked = checkExperiment({
      data: { dataset: 'digits' },
      model: { kind: 'mlp' },
      training: { augmentations: [{ kind: 'rotation' }] },
      parallel: { mode: 'local', devices: ['cpu:0'] },
    });
    expect(checked).toMatchObject({
      experiment: { training: { views: 1, augmentations: [{ kind: 'rotation', degrees: 15 }] } },
    });
  });

  test.each<[object, object, object, string]>([
    [
      { augmentations: [flip], views: 0 },
      {},
      {},
      'Nothing sees them without a view; set training.views to 1 or more.',
    ],
    [{ augmentations: [flip, flip] }, {}, {}, 'flip is there twice; once is enough.'],
    [
      { augmentations: [mixUp, flip] },
      {},
      {},
      'mix-up mixes whole pictures and comes last; put flip before it.',
    ],
    [
      { augmentations: [{ kind: 'colour-jitter', hue: 0.1 }] },
      { dataset: 'digits' },
      {},
      'Grey pictures have no hue; set it to 0 in colour-jitter, or take the colours.',
    ],
    [
      { augmentations: [mixUp] },
      { ...own, task: 'segmentation' },
      {},
      'mix-up leaves pixels without a class of their own; take cut-mix instead.',
    ],
    [
      { augmentations: [cutMix] },
      { ...own, path: '/a.csv', task: 'regression' },
      {},
      'cut-mix weighs labels by areas, which says nothing of numbers; take mix-up instead.',
    ],
    [
      { augmentations: [mixUp] },
      { ...own, path: '/a.csv', task: 'regression' },
      { noise: { kind: 'poisson' } },
      'mix-up of counts gives what are no counts; take another noise (inference.noise), or leave it out.',
    ],
    [
      { augmentations: [mixUp] },
      { leaveOutClasses: ['cat'] },
      {},
      'mix-up draws from all classes; leave it out where some are left out (data.leaveOutClasses).',
    ],
    [
      { augmentations: [mixUp], views: 2 },
      {},
      { objective: 'pooled' },
      'Mixed targets are other ones in each view, and samples that are pooled need the same; set training.views to 1.',
    ],
    [
      { views: 2 },
      { ...own, task: 'segmentation' },
      { objective: 'pooled' },
      'Labels of pixels are other ones in each view, and samples that are pooled need the same; set training.views to 1.',
    ],
  ])('%j of %j with %j are refused in a sentence', (training, data, inference, sentence) => {
    expect(problemsOf(training, data, inference)).toContain(`training.augmentations: ${sentence}`);
  });

  test('are of pictures alone', () => {
    expect(problemsOf({ augmentations: [flip] }, { dataset: 'yacht' }).join(' ')).toContain(
      'Only pictures are changed at random; leave them out with yacht.',
    );
  });

  test.each<[object, object]>([
    [{ augmentations: [flip, mixUp, cutMix], views: 4 }, {}],
    [{ augmentations: [mixUp] }, { ...own, path: '/a.csv', task: 'regression' }],
    [
      { augmentations: [{ kind: 'colour-jitter', brightness: 0.4 }, { kind: 'rand-augment' }] },
      { dataset: 'digits' },
    ],
    [{ augmentations: [mixUp] }, {}],
  ])('%j of %j are not refused', (training, data) => {
    expect(problemsOf(training, data)).toEqual([]);
  });
});
