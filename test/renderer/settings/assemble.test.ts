import { describe, expect, it } from 'vitest';
import { assemble, type Texts, textsOf } from '../../../src-renderer/settings/assemble';
import { splitOf, totalSteps } from '../../../src-renderer/settings/split';
import { experimentSchema } from '../../../src-shared/experiment/experiment';
import { flatten, valueAt, withValue } from '../../../src-shared/experiment/setting-paths';
import { digitsInput } from '../fake-runs';

const digits = experimentSchema.parse(digitsInput);

describe('putting the form’s texts into an experiment', () => {
  it('gives back the experiment that filled the form', () => {
    const { settings, unreadable } = assemble({ ...digits }, textsOf({ ...digits }), digits.parallel.devices);
    expect(experimentSchema.parse(settings)).toEqual(digits);
    expect(unreadable).toEqual([]);
  });

  it('reads lists with commas, spaces or both; an empty one is no hidden layer', () => {
    const texts = textsOf({ ...digits });
    const hiddenOf = (text: string) =>
      valueAt(
        assemble({ ...digits }, { ...texts, 'model.hidden': text }, ['cpu:0']).settings,
        'model.hidden',
      );
    expect(hiddenOf('32, 16 8')).toEqual([32, 16, 8]);
    expect(hiddenOf('')).toEqual([]);
  });

  it('takes one name as it is and several as a list; one with a comma in it stands in quotation marks', () => {
    const again = (target: string | readonly string[]) => {
      const data = { dataset: 'table', path: '/a.csv', target, leaveOut: ['a "b", c'] };
      const texts: Texts = { ...textsOf({ ...digits, data }), 'data.dataset': 'table' };
      return { texts, settings: assemble({ ...digits }, texts, ['cpu:0']).settings };
    };
    for (const target of ['y', 'load, MW', ['y', 'load, MW'], ['"so"', ' y ']]) {
      const { settings } = again(target);
      expect(valueAt(settings, 'data.target')).toEqual(target);
      expect(valueAt(settings, 'data.leaveOut')).toEqual(['a "b", c']);
    }
    expect(again(['y', 'load, MW']).texts['data.target']).toBe('y, "load, MW"');
  });

  it('leaves out what is empty and optional, and what belongs to another kind of network', () => {
    const texts = { ...textsOf({ ...digits }), 'training.steps': '', 'model.channels': '8' };
    const { settings } = assemble({ ...digits }, texts, ['cpu:0']);
    expect(flatten(settings).map(([path]) => path)).not.toContain('training.steps');
    expect(flatten(settings).map(([path]) => path)).not.toContain('model.channels');
  });

  it.each([
    ['training.samples', 'eight', 'Write a whole number.'],
    ['training.samples', '1.5', 'Write a whole number.'],
    ['training.samples', '', 'Write a whole number.'],
    ['training.optimizer.learningRate', '0,01', 'Write a number.'],
    ['model.hidden', '64, x', 'Write whole numbers with commas between, such as 64, 128.'],
  ])('says of %s “%s”: %s', (path, text, message) => {
    const texts = { ...textsOf({ ...digits }), [path]: text };
    expect(assemble({ ...digits }, texts, ['cpu:0']).unreadable).toEqual([{ path, message }]);
  });
});

describe('settings by path', () => {
  it('are changed in a copy, also where a part is missing', () => {
    const settings = { training: { epochs: 3 } };
    expect(withValue(settings, 'training.steps', 9)).toEqual({ training: { epochs: 3, steps: 9 } });
    expect(withValue(settings, 'data.path', 'x')).toEqual({ training: { epochs: 3 }, data: { path: 'x' } });
    expect(withValue({ ...settings, seed: 1 }, 'training.epochs', undefined)).toEqual({ seed: 1 });
    expect(withValue(settings, 'inference.heat', undefined)).toEqual(settings);
    expect(settings).toEqual({ training: { epochs: 3 } });
  });
});

describe('what the form leaves out', () => {
  const settingsWith = (changes: Readonly<Record<string, string>>) =>
    assemble({ ...digits }, { ...textsOf({ ...digits }), ...changes }, digits.parallel.devices).settings;

  it('keeps only the numbers of the chosen prior', () => {
    const { inference } = experimentSchema.parse(settingsWith({ 'inference.prior.kind': 'student-t' }));
    expect(inference.prior).toEqual({ kind: 'student-t', degreesOfFreedom: 3, scale: 1 });
  });

  it('sets nothing that belongs to variational inference for another method', () => {
    const settings = settingsWith({
      'inference.method': 'deep-ensemble',
      'inference.localReparameterisation': 'true',
      'inference.klWarmup': 'slowly',
    });
    expect(valueAt(settings, 'inference.method')).toBe('deep-ensemble');
    for (const path of ['kl', 'klWarmup', 'logStdRate', 'posteriorStd', 'localReparameterisation'])
      expect(valueAt(settings, `inference.${path}`), path).toBeUndefined();
    // The prior is a penalty on members, which heat weighs.
    expect(valueAt(settings, 'inference.prior')).toEqual({ kind: 'gaussian', std: 1 });
    expect(valueAt(settings, 'inference.heat')).toBe(1);
  });

  it('takes one path for a folder of pictures, another for a file of one’s own', () => {
    const texts = { 'data.dataset': 'table', 'data.path': '/mine.csv', 'data.target': 'y' };
    expect(valueAt(settingsWith(texts), 'data')).toMatchObject({ path: '/mine.csv', target: 'y' });
    expect(valueAt(settingsWith({ ...texts, 'data.dataset': 'concrete' }), 'data.path')).toBeUndefined();
  });

  it('names data groups for the hybrid mesh alone', () => {
    expect(valueAt(settingsWith({ 'parallel.dataGroups': '2' }), 'parallel.dataGroups')).toBeUndefined();
    const hybrid = settingsWith({ 'parallel.dataGroups': '2', 'parallel.mode': 'hybrid' });
    expect(valueAt(hybrid, 'parallel.dataGroups')).toBe(2);
  });
});

describe('the split of a step', () => {
  it('is said for each device', () => {
    const three = { ...digits, parallel: { ...digits.parallel, devices: ['cpu:0', 'cpu:1', 'cpu:2'] } };
    expect(
      splitOf({ ...three, training: { ...digits.training, samples: 4 } }).map(({ sentence }) => sentence),
    ).toEqual(['cpu:0 draws samples 0–1', 'cpu:1 draws sample 2', 'cpu:2 draws sample 3']);
  });

  it('says samples and items where data groups share the items: 8 x 64 on a mesh of 2 x 2', () => {
    const devices = ['cpu:0', 'cpu:1', 'cpu:2', 'cpu:3'];
    const mesh = {
      ...digits,
      parallel: { ...digits.parallel, mode: 'hybrid', devices, dataGroups: 2 },
    } as const;
    expect(splitOf(mesh).map(({ sentence }) => sentence)).toEqual([
      'cpu:0 draws samples 0–3 on items 0–31',
      'cpu:1 draws samples 4–7 on items 0–31',
      'cpu:2 draws samples 0–3 on items 32–63',
      'cpu:3 draws samples 4–7 on items 32–63',
    ]);
  });

  it('counts the batches of every epoch, after the validation items are held out', () => {
    // 1437 items, 144 held out: 1293 fill 20 batches of 64 an epoch, and a smaller one.
    expect(totalSteps(digits)).toBe(30 * 21);
    expect(totalSteps({ ...digits, training: { ...digits.training, steps: 100 } })).toBe(100);
  });
});
