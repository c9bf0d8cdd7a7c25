import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { recogniseImport } from '../../../src-main/import/recognise';
import { temporaryFolder } from '../../temporary-folder';

const experiment = { data: { dataset: 'digits' }, model: { kind: 'mlp' }, parallel: { mode: 'local' } };

test.each([
  [
    'an experiment in YAML',
    'yaml',
    experiment,
    2,
    'is an experiment, which is not imported: `parasample run FILE` starts it.',
  ],
  [
    'an experiment',
    'json',
    experiment,
    2,
    'is an experiment, which is not imported: `parasample run FILE` starts it.',
  ],
  [
    'an experiment in one line',
    'json',
    experiment,
    0,
    'is an experiment, which is not imported: `parasample run FILE` starts it.',
  ],
  [
    'a study',
    'json',
    { base: experiment },
    2,
    'is a study, which is not imported: `parasample study FILE` runs it.',
  ],
  ['other JSON', 'json', { a: 1 }, 2, "line 1 is not valid JSON; a run's file has one record a line"],
])(
  '%s named for import is refused with what to do instead',
  async (_what, ending, value, indent, sentence) => {
    const file = join(temporaryFolder(), `file.${ending}`);
    writeFileSync(file, JSON.stringify(value, undefined, indent));
    const message = sentence.replace('FILE', file);
    await expect(recogniseImport(file)).rejects.toThrow(message);
  },
);
