import { resolve } from 'node:path';
import {
  type Assessment,
  assessmentMetrics,
  type OtherData,
  type OtherResult,
} from '../../src-shared/assessment';
import { datasetIdSchema } from '../../src-shared/experiment/data';
import { taskTitles } from '../../src-shared/tasks';
import { type Command, jsonOption } from './command';
import { followTask } from './follow-task';
import { withCore } from './open-core';
import { wholeNumber } from './whole-number';

export const evaluateCommand: Command = {
  name: 'evaluate',
  usage: 'RUN [--ood noise|DATASET|FILE]... [--samples S] [--json]',
  about:
    'Looks whether a run that is over doubts data that it was not trained on: noise, a data set by its name, a folder of pictures or a file. Its page shows it.',
  positionals: ['RUN'],
  options: { ...jsonOption, ood: { type: 'string', multiple: true }, samples: { type: 'string' } },
  run: (input, surroundings) => {
    const [runId = ''] = input.positionals;
    const samples = wholeNumber('--samples', input.text('samples'));
    const request = {
      ood: input.texts('ood').map(otherData),
      ...(samples === undefined ? {} : { samples }),
    };
    return withCore(surroundings, async (core) => {
      const { terminal } = surroundings;
      const title = taskTitles.assess(runId);
      const found = await followTask(core, title, surroundings, () => core.api.assess(runId, request));
      if (input.flag('json')) terminal.json({ ...found, metrics: assessmentMetrics(found) });
      else for (const line of linesOf(runId, found)) terminal.line(line);
      return 0;
    });
  },
};

/** `noise`, the name of a known data set, or else a path; `./noise` is a file of that name. */
function otherData(text: string): OtherData {
  if (text === 'noise') return { kind: 'noise' };
  const known = datasetIdSchema.safeParse(text);
  return known.success ? { kind: 'dataset', dataset: known.data } : { kind: 'file', path: resolve(text) };
}

function linesOf(runId: string, { items, samples, ood }: Assessment): readonly string[] {
  return [
    `${runId}: evaluated on ${items} test items with ${samples} weight samples`,
    ...ood.flatMap(linesOfOther),
  ];
}

function linesOfOther({ name, title, items, detection }: OtherResult): readonly string[] {
  return [
    `  ${name}: ${items} items (${title})`,
    ...Object.entries(detection).map(
      ([measure, { auroc, aupr, fpr95 }]) =>
        `    ${measure}: AUROC ${digits(auroc)}, AUPR ${digits(aupr)}, false alarms at 95 % found ${digits(fpr95)}`,
    ),
  ];
}

function digits(value: number): string {
  return String(Number(value.toPrecision(4)));
}
