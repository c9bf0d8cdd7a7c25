import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readTable } from '../../../src-files/data/table';
import { lookAtData } from '../../../src-files/look/look-at-data';
import { plainWishes } from '../../../src-files/look/look-wishes';
import { BadInputError } from '../../../src-shared/errors';
import { dataSchema } from '../../../src-shared/experiment/data';
import { splitRows } from '../../../src-workers/data/row-split';

/** A table of two files in a folder of their own, read as a run reads it. */
async function read(train: string, test: string, settings: object = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'test-file-'));
  const [path, testPath] = ['train.csv', 'test.csv'].map((name) => join(folder, name));
  writeFileSync(path, train);
  writeFileSync(testPath, test);
  const data = dataSchema.parse({ dataset: 'table', path, testPath, target: 'y', ...settings });
  if (data.dataset !== 'table') throw new Error('These are the settings of a table.');
  const inWords = (text: string) => text.replaceAll(`${folder}/`, '');
  try {
    const table = await readTable(data, path);
    return { table, data, notes: table.notes.map(inWords), refusal: '', path, testPath };
  } catch (error) {
    if (!(error instanceof BadInputError)) throw error;
    return { table: undefined, data, notes: [], refusal: inWords(error.message), path, testPath };
  }
}

const train = `x,kind,site,y\n${Array.from({ length: 20 }, (_, row) => `${row},${row % 2 ? 'a' : 'b'},s${row % 4},${row * 2}`).join('\n')}\n`;

describe('a file of the test', () => {
  it('has the rows of the test, its columns found by their names, and validation is drawn from the other', async () => {
    const { table, data } = await read(
      train,
      'y,note,site,kind,x\n100,first,s9,c,50\n\n102,second,s9,a,51\n',
    );
    if (!table) throw new Error('It should be read.');
    const { train: own, validation, test } = splitRows(table, data, 1);
    expect([own.length, validation.length, [...test]]).toEqual([18, 2, [20, 21]]);
    const [target] = table.targets;
    expect(target.kind === 'regression' && [...target.values.slice(19)]).toEqual([38, 100, 102]);
    // A text that the test alone has is an input that no row to train on has.
    expect(table.featureNames).toEqual([
      'x',
      'kind=a',
      'kind=b',
      'kind=c',
      'site=s0',
      'site=s1',
      'site=s2',
      'site=s3',
      'site=s9',
    ]);
    expect([...table.features[0].slice(20)]).toEqual([50, 51]);
    // Rows count as in the file that they are of.
    expect([...table.rowNumbers.slice(19)]).toEqual([21, 2, 4]);
  });

  it('says of a mistake which of the files has it, of all at once', async () => {
    const { refusal } = await read(train, 'x,kind,site,y\n50,a,s1,\n1..2,b,s1,3\n');
    expect(refusal).toContain('(1) row 3 of test.csv, column x: "1..2" is no number.');
    expect(refusal).toContain(
      '(2) row 2 of test.csv, column y: the cell is empty; every row needs a number here.',
    );
    const { refusal: ofTrain } = await read(train.replace('\n3,a', '\n3x!,a'), 'x,kind,site,y\n50,a,s1,3\n');
    expect(ofTrain).toContain('row 5 of train.csv, column x: "3x!" is no number.');
  });

  it('is refused without a column that the other file has, unless nothing reads it', async () => {
    const test = 'x,kynd,y\n50,a,3\n';
    expect((await read(train, test)).refusal).toBe(
      'data.testPath: test.csv has no columns named kind, site, which train.csv has; rows of the test need the same columns, but those to leave out (data.leaveOut). Did you mean kynd?',
    );
    expect((await read(train, test, { leaveOut: ['kind', 'site'] })).refusal).toBe('');
  });

  it('is refused where decimals have a comma in one of the two alone', async () => {
    const { refusal } = await read('x,y\n1.5,2.25\n3.5,4.75\n1.5,2.5\n', 'x;y\n1,5;2,25\n');
    expect(refusal).toMatch(
      /^data\.testPath: the numbers of test\.csv have a decimal comma, and those of train\.csv seem to have none/,
    );
  });

  it('says how many of its rows and groups stand among those to train on', async () => {
    const { notes } = await read(train, 'x,kind,site,y\n3,a,s3,6\n3,a,s3,6\n77,a,s9,1\n', { groups: 'site' });
    expect(notes).toContain(
      '2 of 3 rows of the test stand among those to train on, too (row 2 of test.csv is row 5 of train.csv): what is tested should not have been trained on.',
    );
    expect(notes).toContain(
      '1 of 2 groups of the test have rows to train on, too (data.groups): the test is not of groups never seen.',
    );
  });

  it('leaves groups whole between training and validation', async () => {
    const { table, data } = await read(train, 'x,kind,site,y\n77,a,s9,1\n', {
      groups: 'site',
      validationFraction: 0.25,
    });
    if (!table) throw new Error('It should be read.');
    const { train: own, validation, test } = splitRows(table, data, 1);
    expect([own.length, validation.length, [...test]]).toEqual([15, 5, [20]]);
    expect(new Set(validation.map((row) => row % 4)).size).toBe(1);
  });

  it('is looked at with the other', async () => {
    const { path, testPath } = await read(train, 'x,kind,site,y\n3,a,s3,6\n');
    const look = await lookAtData(path, { ...plainWishes, target: 'y', test: testPath });
    expect(look).toMatchObject({ kind: 'table', rows: 21 });
    expect(look.odd.some((sentence) => sentence.startsWith('1 row stands in the file before already'))).toBe(
      true,
    );
  });
});
