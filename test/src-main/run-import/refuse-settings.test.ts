import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { recogniseImport } from '../../../src-main/import/recognise';
import { temporaryFolder } from '../../temporary-folder';

const experiment = { data: { dataset: 'digits' }, model: { kind: 'mlp' }, parallel: { mode: 'local' } };

test.each([
  ['an experiment', experiment, 2, 'is an experiment, not a run: `parasample run FILE` starts it.'],
  [
    'an experiment in one line',
    experiment,
    0,
    'is an experiment, not a run: `parasample run FILE` starts it.',
  ],
  ['a study', { base: experiment }, 2, 'is a study, not a run: `parasample study FILE` runs it.'],
  ['other JSON', { a: 1 }, 2, "line 1 is not valid JSON; a run's file has one record a line"],
])('%s named as a run is refused with what to do instead', async (_what, value, indent, sentence) => {
  const file = join(temporaryFolder(), 'file.json');
  writeFileSync(file, JSON.stringify(value, undefined, indent));
  const message = sentence.replace('FILE', file);
  await expect(recogniseImport(file)).rejects.toThrow(message);
});
