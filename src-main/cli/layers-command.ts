import { resolve } from 'node:path';
import { layerTable } from '../../src-files/onnx/layer-table';
import type { NetworkLayer } from '../../src-shared/network-layer';
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
    const rows = layerTable(resolve(input.positionals[0] ?? ''), classes);
    if (input.flag('json')) terminal.json(rows);
    else for (const line of linesOf(rows)) terminal.line(line);
    return 0;
  },
};

function linesOf(rows: readonly NetworkLayer[]): readonly string[] {
  const texts = rows.map(({ name, shape, numbers, bayesian, isNew }) => [
    name,
    `[${shape.join(', ')}]`,
    String(numbers),
    `${bayesian ? 'distribution' : 'point'}${isNew ? ', begins afresh' : ''}`,
  ]);
  const width = (column: number) => Math.max(0, ...texts.map((row) => row[column].length));
  const [names, shapes, numbers] = [width(0), width(1), width(2)];
  const sum = (chosen: readonly NetworkLayer[]) => chosen.reduce((total, row) => total + row.numbers, 0);
  return [
    ...texts.map(
      ([name, shape, count, kind]) =>
        `${name.padEnd(names)}  ${shape.padEnd(shapes)}  ${count.padStart(numbers)}  ${kind}`,
    ),
    `${sum(rows)} weights, of which ${sum(rows.filter(({ bayesian }) => bayesian))} can have a distribution.`,
  ];
}
