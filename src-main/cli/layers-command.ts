import { resolve } from 'node:path';
import { networkLayers } from '../../src-files/onnx/network-layers';
import { withHead } from '../../src-files/onnx/new-head';
import { openNetwork } from '../../src-files/onnx/open-network';
import { layerOf } from '../../src-shared/experiment/bayesian-layers';
import { sizeOf } from '../../src-shared/experiment/networks/tensors/weight-tensor';
import { type Command, jsonOption } from './command';
import { wholeNumber } from './whole-number';

export const layersCommand: Command = {
  name: 'layers',
  usage: 'FILE [--classes N] [--json]',
  about:
    'Lists the weights of a network of your own (ONNX) as an experiment names them, and which can have a distribution; with --classes as model.head makes its last layer anew.',
  positionals: ['FILE'],
  options: {
    ...jsonOption,
    classes: { type: 'string' },
  },
  run: async (input, { terminal }) => {
    const classes = wholeNumber('--classes', input.text('classes'));
    const found = networkLayers(openNetwork(resolve(input.positionals[0] ?? '')));
    const weights = withHead(found, classes === undefined ? undefined : { classes });
    const rows = weights.map(({ name, shape, bayesian, numbers }) => ({
      name,
      layer: layerOf(name),
      shape,
      numbers: sizeOf(shape),
      bayesian,
      isNew: numbers === undefined,
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
  /** Of a head that is made anew. */
  readonly isNew: boolean;
}

function linesOf(rows: readonly Row[]): readonly string[] {
  const texts = rows.map(({ name, shape, numbers, bayesian, isNew }) => [
    name,
    `[${shape.join(', ')}]`,
    String(numbers),
    `${bayesian ? 'distribution' : 'point'}${isNew ? ', begins afresh' : ''}`,
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
