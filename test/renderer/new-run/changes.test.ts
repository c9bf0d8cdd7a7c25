import { describe, expect, it } from 'vitest';
import { changesOf, changesText, proposedName } from '../../../src-renderer/new-run/changes';
import { experimentSchema } from '../../../src-shared/experiment/experiment';
import { digitsInput } from '../fake-runs';

const digits = experimentSchema.parse(digitsInput);
const longer = {
  ...digits,
  name: 'Other',
  training: { ...digits.training, epochs: 900, samplesPerPass: 2 },
  inference: { ...digits.inference, localReparameterisation: true },
};

describe('what the form has changed', () => {
  it('is told in the words of the form, the name aside', () => {
    expect(changesOf(digits, digits)).toEqual([]);
    const changes = changesOf(digits, longer);
    expect(changesText(changes)).toContain('Epochs: 30 → 900');
    expect(changesText(changes)).toContain('Samples at once: not set → 2');
    expect(changesText(changes)).toContain('no → yes');
    expect(changes).toHaveLength(3);
  });

  it('leaves out settings that another choice has not, and the beginning of a long path', () => {
    const path = `/home/somebody/networks/${'deep/'.repeat(8)}net.onnx`;
    const own = experimentSchema.parse({ ...digitsInput, model: { kind: 'onnx', path } });
    const changes = changesOf(digits, own);
    const labels = changes.map(({ label }) => label);
    expect(labels).toEqual(expect.arrayContaining(['Kind of network', 'Network’s file', 'Weights begin']));
    expect(labels).not.toContain('Hidden layers');
    expect(changes[1]?.after).toMatch(/^….*net\.onnx$/);
    expect(proposedName('Digits demo', changes.slice(0, 1))).toBe(
      'Digits demo, A network of your own (ONNX)',
    );
  });

  it('names no more than a few', () => {
    const many = Array.from({ length: 8 }, (_, at) => ({
      path: `p${at}`,
      label: `P${at}`,
      before: '1',
      after: '2',
    }));
    expect(changesText(many)).toMatch(/^P0: 1 → 2; .*P5: 1 → 2; and 2 more$/);
  });

  it('proposes a name, which leaves out what makes it too long for a list', () => {
    const epochs = { path: 'training.epochs', label: 'Epochs', before: '30', after: '900' };
    const path = { path: 'data.path', label: 'File', before: '', after: 'x'.repeat(60) };
    expect(proposedName('Digits demo', [path, epochs])).toBe('Digits demo, epochs 900');
  });
});
