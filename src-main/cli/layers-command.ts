import { resolve } from 'node:path';
import { networkLayers } from '../../src-files/onnx/network-layers';
import { openNetwork } from '../../src-files/onnx/open-network';
import { layerOf } from '../../src-shared/experiment/bayesian-layers';
import { sizeOf } from '../../src-shared/experiment/networks/tensors/weight-tensor';
import { type Command, jsonOption } from './command';

export const layersCommand: Command = {
  name: 'layers',
  usage: 'FILE [--json]',
  about:
    'Lists the weights of a network of your own (ONNX) as an experiment names them, and which can have a distribution.',
  positionals: ['FILE'],
  options: jsonOption,
  run: async (input, { terminal }) => {
    const { weights } = networkLayers(openNetwork(resolve(input.positionals[0] ?? '')));
    const rows = weights.map(({ name, shape, bayesian }) => ({
      name,
      layer: layerOf(name),
      shape,
      numbers: sizeOf(shape),
      bayesian,
    }));
    if (input.flag('json')) terminal.json(rows);
    else for (const line of linesOf(rows)) terminal.line(line);
    return 0;
  },
};

interface Row {
  readonly name: string;
  readonly shape: readonly number[];
  readonly numbers: number;
  readonly bayesian: boolean;
}

function linesOf(rows: readonly Row[]): readonly string[] {
  const texts = rows.map(({ name, shape, numbers, bayesian }) => [
    name,
    `[${shape.join(', ')}]`,
    String(numbers),
    bayesian ? 'distribution' : 'point',
  ]);
  const width = (column: number) => Math.max(0, ...texts.map((row) => row[column].length));
  const [names, shapes, numbers] = [width(0), width(1), width(2)];
  const sum = (chosen: readonly Row[]) => chosen.reduce((total, row) => total + row.numbers, 0);
  return [
    ...texts.map(
      ([name, shape, count, kind]) =>
        `${name.padEnd(names)}  ${shape.padEnd(shapes)}  ${count.padStart(numbers)}  ${kind}`,
    ),
    `${sum(rows)} weights, of which ${sum(rows.filter(({ bayesian }) => bayesian))} can have a distribution.`,
  ];
}
