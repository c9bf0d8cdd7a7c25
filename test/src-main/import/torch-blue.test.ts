import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type ImportTarget, importTorchBlue } from '../../../src-main/import/torch-blue';
import { BadInputError } from '../../../src-shared/errors';
import { encodeSafetensors, type Tensor } from '../../../src-shared/formats/safetensors';

const target: ImportTarget = {
  model: { kind: 'mlp', hidden: [2], activation: 'relu', dropout: 0 },
  imageShape: [1, 3, 1],
  classes: 2,
};

/** A state_dict with two modules of these names, each tensor filled with its place in the list. */
function stateDict(first: string, second: string): Tensor[] {
  const variables: [name: string, shape: number[]][] = [
    [`${first}._weight`, [2, 3]],
    [`${first}._bias`, [2]],
    [`${second}._weight`, [2, 2]],
    [`${second}._bias`, [2]],
  ];
  return variables.flatMap(([name, shape], index) =>
    ['mean', 'log_std'].map((parameter, place) => ({
      name: `${name}_${parameter}`,
      shape,
      data: new Float32Array(shape.reduce((product, size) => product * size, 1)).fill(2 * index + place),
    })),
  );
}

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'import-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function importFrom(content: Tensor[] | Uint8Array, name = 'net.safetensors'): Promise<Tensor[]> {
  const file = join(folder, name);
  await writeFile(file, Array.isArray(content) ? encodeSafetensors(content, {}) : content);
  return importTorchBlue(file, target);
}

describe("a torch_blue network's state_dict becomes a posterior", () => {
  test('whose modules are named as the layers here', async () => {
    const posterior = await importFrom(stateDict('layers.0', 'layers.1'));
    expect(posterior.map(({ name, shape, data }) => [name, shape, data[0]])).toEqual([
      ['layers.0.weight.mean', [3, 2], 0],
      ['layers.0.weight.log_std', [3, 2], 1],
      ['layers.0.bias.mean', [2], 2],
      ['layers.0.bias.log_std', [2], 3],
      ['layers.1.weight.mean', [2, 2], 4],
      ['layers.1.weight.log_std', [2, 2], 5],
      ['layers.1.bias.mean', [2], 6],
      ['layers.1.bias.log_std', [2], 7],
    ]);
  });

  test('whose modules are numbered in a VISequential, taken in the order of their numbers', async () => {
    const posterior = await importFrom(stateDict('net.2', 'net.10').reverse());
    const firstOf = (name: string) => posterior.find((tensor) => tensor.name === name)?.data[0];
    expect(firstOf('layers.0.bias.mean')).toBe(2);
    expect(firstOf('layers.1.bias.mean')).toBe(6);
  });
});

describe('what does not fit is refused in a sentence', () => {
  test('a missing tensor: which, and with what shape it was expected', async () => {
    const whole = stateDict('layers.0', 'layers.1');
    const importing = importFrom(whole.filter(({ name }) => name !== 'layers.1._weight_log_std'));
    await expect(importing).rejects.toThrow(
      new BadInputError(
        `${join(folder, 'net.safetensors')} does not fit the experiment's model: layers.1._weight_log_std is missing, expected with shape [2, 2].`,
      ),
    );
  });

  test('another shape: which tensor, its shape and the expected one', async () => {
    const [wrong, ...rest] = stateDict('layers.0', 'layers.1');
    const transposed = { ...(wrong as Tensor), shape: [3, 2] };
    await expect(importFrom([transposed, ...rest])).rejects.toThrow(
      'layers.0._weight_mean has shape [3, 2], expected was [2, 3].',
    );
  });

  test('a tensor too many: which, and what was expected', async () => {
    const norm = { name: 'norm.weight', shape: [2], data: new Float32Array(2) };
    await expect(importFrom([...stateDict('layers.0', 'layers.1'), norm])).rejects.toThrow(
      'norm.weight is no tensor of it; expected are layers.0._weight_mean, layers.0._weight_log_std',
    );
  });

  test.each([
    ['a zip archive', 'net.bin', [0x50, 0x4b, 0x03, 0x04, 0, 0, 0, 0]],
    ['an old pickle', 'net.bin', [0x80, 0x02, 0x8a, 0x0a, 0x6c, 0xfc, 0x9c, 0x46]],
    ['named .pt', 'net.pt', [1, 2, 3, 4]],
  ])('a file of torch.save (%s) is not opened, and the way out is told', async (_, name, start) => {
    const importing = importFrom(Uint8Array.from(start), name);
    await expect(importing).rejects.toThrow(BadInputError);
    await expect(importing).rejects.toThrow('save_file(model.state_dict(), "posterior.safetensors")');
  });

  test('a file that is not there', async () => {
    const file = join(folder, 'nowhere.safetensors');
    await expect(importTorchBlue(file, target)).rejects.toThrow(`There is no file ${file}.`);
  });
});
