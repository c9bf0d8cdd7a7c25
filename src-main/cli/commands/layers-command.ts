import { resolve } from 'node:path';
import { networkOutline } from '../../../src-files/onnx/layer-table';
import { type StartQuestion, startMatch } from '../../../src-files/trained/start-match';
import { onnx } from '../../../src-shared/experiment/networks/onnx';
import type { NetworkLayer } from '../../../src-shared/network/network-layer';
import { type Command, jsonOption } from '../command';
import { matchLines } from '../match-lines';
import { wholeNumber } from '../whole-number';

export const layersCommand: Command = {
  name: 'layers',
  usage: 'FILE [--classes N] [--weights FILE] [--json]',
  about:
    'Lists the weights of a network of your own (ONNX) as an experiment names them, and which can have a distribution; with --classes as model.head makes its last layer anew. With --weights (safetensors) beside what that file calls them, where names differ as start.names has them.',
  positionals: ['FILE'],
  options: {
    ...jsonOption,
    classes: { type: 'string' },
    weights: { type: 'string' },
  },
  run: async (input, { terminal }) => {
    const classes = wholeNumber('--classes', input.text('classes'));
    const weights = input.text('weights');
    if (weights !== undefined) {
      const table = startMatch(questionOf(resolve(input.positionals[0] ?? ''), resolve(weights), classes));
      if (input.flag('json')) terminal.json(table);
      else for (const line of matchLines(table)) terminal.line(line);
      return 0;
    }
    const { layers, outputs } = networkOutline(resolve(input.positionals[0] ?? ''), classes);
    if (input.flag('json')) terminal.json(layers);
    else for (const line of [...linesOf(layers), ...outputLines(outputs)]) terminal.line(line);
    return 0;
  },
};

function questionOf(path: string, file: string, classes: number | undefined): StartQuestion {
  const head = classes === undefined ? {} : { head: { classes } };
  return {
    model: onnx.settings.parse({ kind: 'onnx', path, ...head }),
    start: { file, ...(classes === undefined ? {} : { fresh: ['last'] }) },
  };
}

/** What heads are told apart by, where there are several. */
function outputLines(outputs: readonly string[]): readonly string[] {
  return outputs.length > 1 ? [`${outputs.length} outputs: ${outputs.join(', ')}.`] : [];
}

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
