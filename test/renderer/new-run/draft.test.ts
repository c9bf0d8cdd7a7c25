import { describe, expect, it, vi } from 'vitest';
import { Link } from '../../../src-renderer/link/link.svelte';
import { Draft } from '../../../src-renderer/new-run/draft.svelte';
import { experimentSchema } from '../../../src-shared/experiment/experiment';
import { FakeCore } from '../fake-core';
import { digitsInput } from '../fake-runs';
import { MemoryLine } from '../memory-line';

const digits = experimentSchema.parse(digitsInput);

function unconnectedDraft(): Draft {
  return new Draft(new Link(() => new Promise(() => undefined)), digits);
}

async function connectedDraft(): Promise<Draft> {
  const link = new Link(async () => new MemoryLine(new FakeCore()));
  void link.keepUp();
  await vi.waitFor(() => expect(link.state).toBe('connected'));
  return new Draft(link, digits);
}

describe('the draft of an experiment', () => {
  it('holds the experiment it was filled with, free of problems', () => {
    const draft = unconnectedDraft();
    expect(draft.experiment).toEqual(digits);
    expect(draft.problems).toEqual([]);
  });

  it('asks the core nothing any more once its form was left', async () => {
    vi.useFakeTimers();
    try {
      const asked = vi.fn(() => new Promise<never>(() => undefined));
      const link = { api: { check: asked } } as unknown as Link;
      const draft = new Draft(link, digits);
      await vi.runAllTimersAsync();
      expect(asked).toHaveBeenCalledTimes(1);
      draft.type('seed', '7');
      draft.leave();
      // What a file held may come when its form is gone.
      draft.fill(digits);
      await vi.runAllTimersAsync();
      expect(asked).toHaveBeenCalledTimes(1);
    } finally {
      vi.useRealTimers();
    }
  });

  it.each([
    ['cnn', 'digits'],
    ['vit', 'digits'],
    ['transformer', 'metro-traffic'],
    ['swin', 'storm'],
    ['mlp', 'metro-traffic'],
  ])('is free of problems after choosing %s for %s', (kind, dataset) => {
    const draft = unconnectedDraft();
    draft.chooseDataset(dataset);
    draft.type('model.kind', kind);
    expect(draft.problems).toEqual([]);
    expect(draft.experiment?.model.kind).toBe(kind);
  });

  it.each([
    ['vit', 'digits'],
    ['transformer', 'metro-traffic'],
    ['swin', 'storm'],
  ] as const)('holds an experiment with %s on %s, and the way back', (kind, dataset) => {
    const draft = unconnectedDraft();
    const { model: _, data: __, ...rest } = digitsInput;
    const experiment = experimentSchema.parse({ ...rest, data: { dataset }, model: { kind } });
    draft.fill(experiment);
    expect(draft.experiment).toEqual(experiment);
    draft.type('model.kind', 'mlp');
    expect(draft.problems).toEqual([]);
  });

  it.each([
    [
      'vit',
      '5',
      'Patches of 5 x 5 pixels do not tile images of 33 x 36; use a size that divides both sides.',
    ],
    ['vit', '3', ''],
  ])(
    'keeps a %s of patches of side %s on other data, and says where they do not tile: "%s"',
    (kind, side, message) => {
      const draft = unconnectedDraft();
      draft.type('model.kind', kind);
      draft.type('model.patchSize', side);
      draft.chooseDataset('storm');
      expect(draft.texts['model.kind']).toBe(kind);
      expect(draft.problemAt('model.patchSize')).toBe(message);
    },
  );

  it('takes the shares that own files have by themselves, though their file is still to be named', () => {
    const draft = unconnectedDraft();
    draft.chooseDataset('time-series');
    // A series is split later than rows are: the schema's own defaults.
    expect(draft.texts).toMatchObject({ 'data.testFraction': '0.3', 'data.validationFraction': '0.1' });
    draft.chooseDataset('table');
    expect(draft.texts).toMatchObject({ 'data.testFraction': '0.1', 'data.validationFraction': '0.1' });
  });

  it('does not carry what an example tuned for its data over to other data, unless somebody typed it', () => {
    const draft = unconnectedDraft();
    const tuned = { heat: 0.1, posteriorStd: 0.2 };
    draft.fill(experimentSchema.parse({ ...digitsInput, name: 'Digits demo', inference: tuned }));
    draft.type('inference.posteriorStd', '0.3');
    draft.chooseDataset('concrete');
    expect(draft.experiment?.name).toBe('Untitled');
    expect(draft.experiment?.inference).toMatchObject({ heat: 1, posteriorStd: 0.3 });
    draft.fill(experimentSchema.parse({ ...digitsInput, inference: tuned }));
    draft.chooseDataset('digits');
    expect(draft.experiment?.inference).toMatchObject(tuned);
  });

  it('tells at once, at its own field, what the schema refuses', () => {
    const draft = unconnectedDraft();
    draft.type('training.epochs', '0');
    expect(draft.problemAt('training.epochs')).toBe('Must be at least 1.');
    expect(draft.problemAt('training.samples')).toBe('');
    expect(draft.experiment).toBeUndefined();
  });

  it('tells one thing about text that cannot be read, not two', () => {
    const draft = unconnectedDraft();
    draft.type('training.epochs', 'many');
    expect(draft.problems).toEqual([{ path: 'training.epochs', message: 'Write a whole number.' }]);
  });

  it('tells at the field of a list what is wrong inside it', () => {
    const draft = unconnectedDraft();
    draft.type('model.hidden', '64, 0');
    expect(draft.problemAt('model.hidden')).toBe('Must be at least 1.');
  });

  it('keeps devices in their order, and only one where one does all', () => {
    const draft = unconnectedDraft();
    draft.toggleDevice('cpu:10');
    draft.toggleDevice('cpu:2');
    expect(draft.devices).toEqual(['cpu:0', 'cpu:1', 'cpu:2', 'cpu:10']);
    draft.type('parallel.mode', 'local');
    draft.toggleDevice('cpu:3');
    expect(draft.devices).toEqual(['cpu:3']);
  });

  it('tells what only the core can know, until the setting changes', async () => {
    const draft = await connectedDraft();
    draft.toggleDevice('cpu:9');
    await vi.waitFor(() =>
      expect(draft.problemAt('parallel.devices')).toBe(
        'cpu:9 is not on this machine; it has cpu:0 to cpu:3.',
      ),
    );
    draft.toggleDevice('cpu:9');
    expect(draft.problems).toEqual([]);
  });

  it('awaits a field that nobody has been at, and finds an empty one wrong once somebody has', () => {
    const draft = unconnectedDraft();
    draft.chooseDataset('table');
    expect(draft.problemAt('data.target')).not.toBe('');
    expect(draft.isAwaited('data.target')).toBe(true);
    draft.touch('data.target');
    expect(draft.isAwaited('data.target')).toBe(false);
    draft.fill(digits);
    draft.chooseDataset('table');
    expect(draft.isAwaited('data.target')).toBe(true);
  });

  it('is filled from a file in YAML as from one in JSON', () => {
    const draft = unconnectedDraft();
    const yaml =
      'data: {dataset: digits}\nmodel: {kind: mlp, hidden: [5]}\nparallel: {mode: local, devices: [cpu:1]}\n';
    expect(draft.fillFrom(yaml)).toBe('');
    expect(draft.texts['model.hidden']).toBe('5');
    expect(draft.devices).toEqual(['cpu:1']);
  });

  it('stays as it was where a file holds no experiment, and says why', () => {
    const draft = unconnectedDraft();
    expect(draft.fillFrom('[1, 2]')).toContain('should be an object with data, model and parallel');
    expect(draft.fillFrom('{"data": {"dataset": "digits"}, "modle": {}}')).toContain(
      'modle: There is no such setting.',
    );
    expect(draft.fillFrom('{{{')).toContain('Reading the file as JSON or YAML failed');
    expect(draft.experiment).toEqual(digits);
  });
});
