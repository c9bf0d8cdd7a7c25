import type {
  Askable,
  AskedItem,
  AskedPart,
  ItemAnswer,
  PartAnswer,
  TestItem,
  TestPicture,
  TestRow,
  TestSeries,
  TrainingRows,
} from '../../src-shared/posterior/asking';

const digitNames: AskedPart = {
  kind: 'classes',
  classNames: Array.from({ length: 10 }, (_, digit) => String(digit)),
};
const strengthOf: AskedPart = {
  kind: 'values',
  targetNames: ['strength'],
  unit: 'MPa',
  mean: [35],
  std: [16],
};

/** A posterior of eight networks that name digits of 8 x 8 pixels. */
const digits: Askable = {
  samples: 8,
  drawnAnew: 0,
  predicts: digitNames,
  items: { kind: 'pictures', shape: [8, 8, 1], ground: 'dark' },
};

/** A posterior of eight networks that tell a strength from two numbers and a text. */
const strengths: Askable = {
  samples: 8,
  drawnAnew: 0,
  predicts: strengthOf,
  items: {
    kind: 'rows',
    names: ['cement', 'age', 'sort=fine', 'sort=rough'],
    mean: [280, 45, 0.4, 0.6],
    std: [100, 60, 0.5, 0.5],
  },
};

/** A posterior of eight networks that forecast two hours from six. */
const traffic: Askable = {
  samples: 8,
  drawnAnew: 0,
  predicts: {
    kind: 'values',
    targetNames: ['traffic'],
    unit: 'vehicles per hour',
    mean: [3000],
    std: [2000],
  },
  items: { kind: 'series', history: 6, horizon: 2 },
};

/** A class and a value of what the strengths are told from, each with a head of its own. */
const headsOfRows: Askable = {
  ...strengths,
  predicts: {
    kind: 'several',
    parts: [
      { name: 'strength', predicts: strengthOf },
      { name: 'failure', predicts: { kind: 'classes', classNames: ['ductile', 'brittle'] } },
    ],
  },
};

/** Of a digit its name and its slant. */
const headsOfPictures: Askable = {
  ...digits,
  predicts: {
    kind: 'several',
    parts: [
      { name: 'digit', predicts: digitNames },
      {
        name: 'slant',
        predicts: { kind: 'values', targetNames: ['slant'], unit: '°', mean: [5], std: [10] },
      },
    ],
  },
};

export function fakeAskable(runId: string): Askable {
  if (runId === 'heads') return headsOfRows;
  if (runId === 'heads-of-pictures') return headsOfPictures;
  if (runId === 'forecast') return traffic;
  return runId === 'value' ? strengths : digits;
}

/** A bright bar from top to bottom. */
const bar = Uint8Array.from({ length: 64 }, (_, pixel) => (pixel % 8 === 3 || pixel % 8 === 4 ? 255 : 0));

export const testPicture: TestPicture = {
  kind: 'test-picture',
  item: 17,
  truths: [1],
  pixels: Buffer.from(bar).toString('base64'),
};

const testRow: TestRow = { kind: 'test-row', item: 3, inputs: [310, 28, 1, 0], truths: [41.5] };

export const testSeries: TestSeries = {
  kind: 'test-series',
  item: 12,
  values: [1000, 2000, null, 3000, 4000, 5000],
  truth: [4500, null],
  times: Array.from({ length: 8 }, (_, hour) => `2018-09-30T${String(hour + 10)}:00:00.000Z`),
};

export function fakeTestItem(runId: string): TestItem {
  if (runId === 'forecast') return testSeries;
  if (runId === 'heads') return { ...testRow, truths: [41.5, 1] };
  if (runId === 'heads-of-pictures') return { ...testPicture, truths: [1, null] };
  return runId === 'value' ? testRow : testPicture;
}

export const trainingRows: TrainingRows = {
  kind: 'training-rows',
  inputs: Array.from({ length: 60 }, (_, row) => [
    100 + row * 7,
    1 + ((row * 13) % 90),
    row % 2,
    1 - (row % 2),
  ]),
  targets: Array.from({ length: 60 }, (_, row) => [10 + row + ((row * 37) % 11)]),
};

export function fakeTrainingRows(runId: string): TrainingRows {
  if (runId !== 'heads') return trainingRows;
  return { ...trainingRows, targets: trainingRows.targets.map((row, place) => [...row, place % 2]) };
}

/** Beside a strength: the more cement, the more samples say brittle. Beside a digit: it leans by 12 degrees. */
export function fakeAnswer(item: AskedItem, runId = ''): ItemAnswer {
  const first = answerOf(item);
  if (runId === 'heads' && item.kind === 'rows') {
    const failure = item.rows.map(([cement = 0]) =>
      Array.from({ length: 8 }, (_, sample) => (cement / 100 > sample ? [0.1, 0.9] : [0.8, 0.2])),
    );
    return { kind: 'several', parts: [first, { kind: 'classes', items: failure }] };
  }
  if (runId !== 'heads-of-pictures') return first;
  const slant = {
    means: Array.from({ length: 8 }, (_, sample) => 11 + sample / 3.5),
    stds: Array.from({ length: 8 }, () => 3),
  };
  return { kind: 'several', parts: [first, { kind: 'values', items: [[slant]] }] };
}

/** Of a picture: the brighter, the more samples take it for an 8 and not a 1. Of a row: more cement, more strength. Of a series: it stays where it ends. */
function answerOf(item: AskedItem): PartAnswer {
  if (item.kind === 'rows')
    return {
      kind: 'values',
      items: item.rows.map(([cement = 0]) => [
        {
          means: Array.from({ length: 8 }, (_, sample) => cement / 8 + (sample * cement) / 400),
          stds: Array.from({ length: 8 }, () => 4),
        },
      ]),
    };
  if (item.kind === 'series') {
    const last = item.values.at(-1) ?? 0;
    const step = {
      means: Array.from({ length: 8 }, (_, sample) => last + 20 * sample),
      stds: Array.from({ length: 8 }, () => 300),
    };
    return { kind: 'values', items: [[step, step]] };
  }
  const bytes = Buffer.from(item.pixels, 'base64');
  const brightness = bytes.reduce((sum, pixel) => sum + pixel, 0) / bytes.length / 255;
  const samples = Array.from({ length: 8 }, (_, sample) => {
    const seen = sample / 8 < brightness ? 8 : 1;
    return Array.from({ length: 10 }, (_value, label) => (label === seen ? 0.91 : 0.01));
  });
  return { kind: 'classes', items: [samples] };
}
