import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { listCsv } from '../../../src-files/pictures/list-csv';
import { listFolder } from '../../../src-files/pictures/list-folder';
import type { ListedPictures } from '../../../src-files/pictures/listed-pictures';
import { temporaryFolder } from '../../temporary-folder';

let folder: string;
beforeEach(() => {
  folder = temporaryFolder();
});

/** Files with a byte in each: listing reads none. */
function made(names: readonly string[]): string {
  for (const name of names) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), 'x');
  }
  return folder;
}

const shown = ({ classNames, pictures }: ListedPictures) =>
  pictures.map(({ name, label, split }) => [name, classNames[label], split]);

async function refusal(listing: Promise<unknown>): Promise<string> {
  const error = await listing.then(
    () => new Error('It was listed.'),
    (reason: unknown) => reason,
  );
  return (error as Error).message.replaceAll(folder, 'DIR');
}

describe('a folder of classes', () => {
  test('has the classes and the order of torchvision’s ImageFolder', async () => {
    // image_folder.json: what ImageFolder lists of these names, by image_folder.py.
    const recorded: {
      readonly names: string[];
      readonly classes: string[];
      readonly samples: [string, number][];
    } = JSON.parse(readFileSync(join(import.meta.dirname, 'fixtures', 'image-folder.json'), 'utf8'));
    const { classNames, pictures } = await listFolder(made(recorded.names));
    expect(classNames).toEqual(recorded.classes);
    expect(pictures.map(({ name, label }) => [name, label])).toEqual(recorded.samples);
  });

  test('may be split into train, val and test, and tells what else there is', async () => {
    const listed = await listFolder(
      made([
        'train/cat/1.png',
        'train/dog/2.jpg',
        'Val/cat/3.png',
        'test/dog/4.webp',
        'extra/x.png',
        'read.me',
      ]),
    );
    expect(shown(listed)).toEqual([
      ['Val/cat/3.png', 'cat', 'validation'],
      ['test/dog/4.webp', 'dog', 'test'],
      ['train/cat/1.png', 'cat', 'train'],
      ['train/dog/2.jpg', 'dog', 'train'],
    ]);
    expect(listed.notes).toEqual([
      '1 file that are no PNG, JPEG, WebP or TIFF are left out.',
      'Beside train, these folders are neither validation nor test and left out: extra.',
    ]);
  });

  test('a class called train is a class like others', async () => {
    const listed = await listFolder(made(['train/1.png', 'plane/2.png']));
    expect(listed.classNames).toEqual(['plane', 'train']);
  });

  test.each<[string, readonly string[], string]>([
    [
      'no folders',
      ['1.png'],
      'DIR holds no folders; pictures lie in a folder for each class, as in cats/1.png and dogs/1.png.',
    ],
    [
      'an empty class',
      ['cat/1.png', 'dog/read.me'],
      'DIR/dog has no picture of its class (PNG, JPEG, WebP or TIFF); add some, or take the folder away.',
    ],
    [
      'one class',
      ['cat/1.png'],
      'DIR has pictures of one class only (cat); there must be two to tell apart.',
    ],
    [
      'names that differ in case',
      ['cat/1.png', 'Cat/2.png'],
      'DIR has the classes Cat and cat, which differ in case alone; give both one name, or two that differ.',
    ],
    [
      'a class that is tested alone',
      ['train/cat/1.png', 'train/dog/1.png', 'test/emu/3.png'],
      'DIR: test/emu/3.png is of the class emu, of which there is nothing to train on.',
    ],
  ])('with %s is refused', async (_, names, sentence) => {
    expect(await refusal(listFolder(made(names)))).toBe(sentence);
  });

  test('links lead about inside of it, and not out of it', async () => {
    made(['cat/1.png', 'dog/2.png']);
    symlinkSync('2.png', join(folder, 'dog/3.png'));
    symlinkSync('..', join(folder, 'dog/up'));
    expect((await listFolder(folder)).pictures.map(({ name }) => name)).toContain('dog/3.png');
    symlinkSync('/etc/hostname', join(folder, 'dog/4.png'));
    expect(await refusal(listFolder(folder))).toMatch(
      /^DIR\/dog\/4\.png leads out of DIR, to \/etc\/hostname; move it into the folder, or name the folder that holds both\.$/,
    );
  });
});

describe('a CSV file of pictures', () => {
  function csv(text: string): string {
    made(['a/1.png', 'a/2.png', 'b/3.png']);
    const file = join(folder, 'labels.csv');
    writeFileSync(file, text);
    return file;
  }

  test('names paths from its own folder on, labels and perhaps splits', async () => {
    const listed = await listCsv(
      csv('id,label,path,split\n1,cat,a/1.png,train\n2,dog,a/2.png,train\n3,cat,b/3.png,test\n'),
    );
    expect(shown(listed)).toEqual([
      ['a/1.png', 'cat', 'train'],
      ['a/2.png', 'dog', 'train'],
      ['b/3.png', 'cat', 'test'],
    ]);
    expect(listed.notes).toEqual([
      'A picture’s path is taken from the column path, its class from label, and whether it is for training from split.',
    ]);
  });

  test('of two columns the first has paths, whatever its name', async () => {
    const listed = await listCsv(csv('x,y\na/1.png,7\na/2.png,3\n'));
    expect(shown(listed)).toEqual([
      ['a/1.png', '7', undefined],
      ['a/2.png', '3', undefined],
    ]);
  });

  test.each([
    [
      'a file that is not there',
      'path,label\na/1.png,cat\na/9.png,dog\n',
      'DIR/labels.csv, row 3: there is no file DIR/a/9.png; paths start at DIR.',
    ],
    [
      'no label',
      'path,label\na/1.png,\n',
      'DIR/labels.csv, row 2: a/1.png has no label; every picture needs one.',
    ],
    [
      'one picture twice',
      'path,label\na/1.png,cat\na/1.png,dog\n',
      'DIR/labels.csv, row 3: a/1.png is listed in row 2 too.',
    ],
    [
      'another split',
      'path,label,split\na/1.png,cat,later\n',
      'DIR/labels.csv, row 2: later is no split; write train, val or test.',
    ],
    [
      'no column of paths',
      'name,label,size\na/1.png,cat,1\n',
      'DIR/labels.csv has no column named path; its columns are name, label, size.',
    ],
    ['a path that leads out', 'path,label\n../../../../../../etc/hostname,cat\n', 'leads out'],
  ])('with %s is refused', async (_, text, sentence) => {
    const said = await refusal(listCsv(csv(text)));
    if (sentence.endsWith('leads out')) expect(said).toMatch(/^\/etc\/hostname leads out of DIR/);
    else expect(said).toBe(sentence);
  });
});
