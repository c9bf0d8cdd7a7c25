import { describe, expect, it } from 'vitest';
import {
  experimentText,
  readExperimentText,
  withChanges,
} from '../../../src-renderer/settings/experiment-text';

const text = `# Of Tuesday
data:
  dataset: digits # small
model: { kind: mlp, hidden: [64, 32] }
training:
  samples: 8
  epochs: 30
`;
const settings = {
  data: { dataset: 'digits' },
  model: { kind: 'mlp', hidden: [64, 32] },
  training: { samples: 8, epochs: 30 },
};

function readable(of: string) {
  const read = readExperimentText(of);
  if (!read.ok) throw new Error('It can be read.');
  return read;
}

describe('the text of an experiment', () => {
  it('is read with the line of each setting, and of the part that one is missing in', () => {
    const read = readable(text);
    expect(read.settings).toEqual(settings);
    const lines = ['data.dataset', 'model.hidden.1', 'training.epochs', 'training.batchSize', 'parallel'];
    expect(lines.map((path) => read.lineOf(path))).toEqual([3, 4, 7, 5, 1]);
  });

  it('gives back what it was written of', () => {
    expect(readable(experimentText(settings)).settings).toEqual(settings);
  });

  it('is JSON as well', () => {
    expect(readable(JSON.stringify(settings)).settings).toEqual(settings);
  });

  it('keeps its remarks and its order when the form changes something, and stays as it is when it does not', () => {
    const { epochs: _epochs, ...training } = settings.training;
    const changed = { ...settings, training: { ...training, samples: 16, batchSize: 32 } };
    const after = withChanges(text, settings, changed);
    expect(readable(after).settings).toEqual(changed);
    expect(after).toContain('# Of Tuesday');
    expect(after).toContain('dataset: digits # small');
    expect(withChanges(text, settings, { ...settings })).toBe(text);
  });

  it('is written anew where the form changes something of what cannot be read', () => {
    const after = withChanges('data: [', settings, { ...settings, seed: 3 });
    expect(readable(after).settings).toEqual({ ...settings, seed: 3 });
  });

  it.each([
    ['a bracket that is not closed', 'data:\n  dataset: digits\nmodel: { kind: mlp\ntraining: 3\n', 3],
    ['a key that is there twice', 'data: 1\nmodel: 2\ndata: 3\n', 3],
    ['a tab', 'data:\n\tdataset: digits\n', 2],
    ['an alias of nothing', 'data: *none\n', 1],
    ['a list', '- data\n', 1],
    ['nothing', '', 1],
    ['more than anybody writes', `data: ${'x'.repeat(200_000)}`, 1],
  ])('is refused in its line with %s', (_what, wrong, line) => {
    const read = readExperimentText(wrong);
    if (read.ok) throw new Error('It cannot be read.');
    expect(read.problems[0]?.line).toBe(line);
    expect(read.problems[0]?.message).toMatch(/^[^\n]*\.$/);
  });

  it.each([
    ['data:\n  hidden: [3\n  c: [1]\n', 2, 'The [ of this line is never closed by a ].'],
    ['data: { a: 1, b: { c: 2 }\nmodel: 3\n', 1, 'The { of this line is never closed by a }.'],
    [
      'training:\n  a: [1,\n  2]\nb: 3\n',
      2,
      'What stands between the [ of this line and its ] begins further right than the setting that it is of; a line below does not.',
    ],
    [
      'a: 1\nb: [\n1, 2\n]\nc: 3\n',
      2,
      'What stands between the [ of this line and its ] begins further right than the setting that it is of; a line below does not.',
    ],
    ['a: [1, 2\n# and [ more\nb: 3\n', 1, 'The [ of this line is never closed by a ].'],
    ["a: [\n  '[', 2\nb: 3\n", 1, 'The [ of this line is never closed by a ].'],
    [
      'training:\n  epochs: 3\n   samples: 4\n',
      2,
      'A setting and its value have a line of their own, and those of one group begin in the same column.',
    ],
    [
      'training:\n  epochs: 3\n samples: 4\n',
      3,
      'The settings of one group begin in the same column; this line does not.',
    ],
    ['epochs\nseed: 3\n', 1, 'A setting is written as “name: value”; the colon is missing.'],
    ['seed: 1\nseed: 2\n', 2, 'This setting is there twice; name it once.'],
    ['training:\n\tepochs: 3\n', 2, 'A tab begins this line; use spaces.'],
  ])('is told of one mistake in the words of who writes it: %j', (wrong, line, message) => {
    expect(readExperimentText(wrong)).toEqual({ ok: false, problems: [{ line, message }] });
  });

  it('refuses aliases that stand for billions', () => {
    const rows = Array.from(
      { length: 20 },
      (_, row) =>
        `a${row}: &a${row} [${Array(10)
          .fill(row === 0 ? '1' : `*a${row - 1}`)
          .join(', ')}]`,
    );
    expect(readExperimentText(rows.join('\n')).ok).toBe(false);
  });
});
