import { describe, expect, test } from 'vitest';
import { torchBlueFiles } from '../../../src-main/export/torch-blue';
import { BadInputError } from '../../../src-shared/errors';
import { experimentSchema } from '../../../src-shared/experiment/experiment';
import { decodeSafetensors, type Tensor } from '../../../src-shared/formats/safetensors';

const metadata = {
  imageShape: '[1,2,1]',
  classNames: '["\\"a\\"","Ä"]',
  normalisation: '{"mean":[0.25],"std":[0.5]}',
};
const tensors: Tensor[] = [
  { name: 'layers.0.weight.mean', shape: [2, 2], data: Float32Array.of(1, 2, 3, 4) },
  { name: 'layers.0.weight.log_std', shape: [2, 2], data: Float32Array.of(5, 6, 7, 8) },
  { name: 'layers.0.bias.mean', shape: [2], data: Float32Array.of(9, 10) },
  { name: 'layers.0.bias.log_std', shape: [2], data: Float32Array.of(11, 12) },
];

function experimentWith(prior: unknown) {
  return experimentSchema.parse({
    data: { dataset: 'digits' },
    model: { kind: 'mlp', hidden: [] },
    inference: { prior },
    parallel: { mode: 'local', devices: ['cpu:0'] },
  });
}

function exportOf(prior: unknown = { kind: 'gaussian', std: 0.5 }) {
  const [stateDict, script] = torchBlueFiles(
    { tensors, metadata },
    { id: 'run-1', experiment: experimentWith(prior) },
  );
  return { stateDict, script: new TextDecoder().decode(script?.bytes), scriptName: script?.name };
}

// That Python accepts and runs these files is checked by `npm run parity`.
describe('an export for torch_blue', () => {
  test('is a folder with a state_dict in its names and shapes', () => {
    const { stateDict } = exportOf();
    expect(stateDict?.name).toBe('state-dict.safetensors');
    const { tensors: written } = decodeSafetensors(stateDict?.bytes ?? new Uint8Array());
    expect(written).toEqual([
      { name: 'layers.0._weight_mean', shape: [2, 2], data: Float32Array.of(1, 3, 2, 4) },
      { name: 'layers.0._weight_log_std', shape: [2, 2], data: Float32Array.of(5, 7, 6, 8) },
      { name: 'layers.0._bias_mean', shape: [2], data: Float32Array.of(9, 10) },
      { name: 'layers.0._bias_log_std', shape: [2], data: Float32Array.of(11, 12) },
    ]);
  });

  test('and a Python file that names classes, normalisation, sizes and prior', () => {
    const { script, scriptName } = exportOf();
    expect(scriptName).toBe('load.py');
    expect(script).toContain('CLASSES = ["\\"a\\"","Ä"]');
    expect(script).toContain('MEAN = [0.25]\nSTD = [0.5]');
    expect(script).toContain('MODEL = {"kind":"mlp","hidden":[],');
    expect(script).toContain('IMAGE = [1,2,1]');
    expect(script).toContain('PRIOR = {"prior": MeanFieldNormal(std=0.5)}');
    expect(script).toContain('strict=True');
  });

  test.each([
    ['rescaled-gaussian', '{"prior": MeanFieldNormal(std=1.732050807568877), "rescale_prior": True}'],
    ['uniform', '{"prior": UniformPrior()}'],
    ['quiet', '{}'],
    ['student-t', '{}'],
    ['learned-gaussian', '{}'],
  ])('says the %s prior in its terms, or that it has none', (kind, text) => {
    const { script } = exportOf({ kind });
    expect(script).toContain(`PRIOR = ${text}\n`);
    expect(script.includes(`torch_blue 1.1 cannot train with the ${kind} prior`)).toBe(text === '{}');
  });
});

describe('what torch_blue has no form for is refused in a sentence', () => {
  test('a posterior that is no mean-field Gaussian', () => {
    const members = tensors.map(({ name, ...rest }) => ({ name: name.replace('.mean', ''), ...rest }));
    const exporting = () =>
      torchBlueFiles({ tensors: members, metadata }, { id: 'run-1', experiment: experimentWith(undefined) });
    expect(exporting).toThrow(BadInputError);
    expect(exporting).toThrow('Only a mean-field Gaussian posterior has a form in torch_blue');
  });

  test('a network that predicts from a table', () => {
    const experiment = experimentSchema.parse({
      data: { dataset: 'yacht' },
      model: { kind: 'mlp', hidden: [] },
      parallel: { mode: 'local', devices: ['cpu:0'] },
    });
    expect(() => torchBlueFiles({ tensors, metadata }, { id: 'run-1', experiment })).toThrow(
      'Run run-1 does not predict for pictures, and only such networks have a form in torch_blue here; pytorch, onnx',
    );
  });

  test('a posterior that does not say for which images it is', () => {
    const exporting = () =>
      torchBlueFiles({ tensors, metadata: {} }, { id: 'run-1', experiment: experimentWith(undefined) });
    expect(exporting).toThrow('The posterior of run run-1 does not say for which images it is');
  });
});
