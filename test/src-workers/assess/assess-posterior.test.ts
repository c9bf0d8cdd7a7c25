import { appendFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { encode } from 'fast-png';
import { describe, expect, test, vi } from 'vitest';
import { parseCsv } from '../../../src-files/csv/csv';
import { readImages } from '../../../src-files/images/read-images';
import { assessmentSchema } from '../../../src-shared/assessment/assessment';
import { assessmentMetrics } from '../../../src-shared/assessment/assessment-metrics';
import { measureNormalisation } from '../../../src-workers/data/normalisation';
import { splitForValidation } from '../../../src-workers/data/validation-split';
import { Sampler } from '../../../src-workers/posterior/sampler';
import { temporaryFolder } from '../../temporary-folder';
import { pictureMlp, type SmallPosterior, tableMlp, writePosterior } from '../posterior/small-posteriors';
import { type Asked, assess } from './assessing';

const digitsFolder = 'src-main/datasets/digits';
/** The network of random weights takes its test pictures as a run would have standardised them. */
const measured = measureNormalisation(
  (await readImages('digits', digitsFolder)).train,
  splitForValidation(1437, 0.1, 0).train,
);
const digits: SmallPosterior = {
  ...pictureMlp,
  task: {
    kind: 'classification',
    inputShape: [8, 8, 1],
    classNames: Array.from({ length: 10 }, (_, digit) => String(digit)),
  },
  normalisation: { mean: [...measured.mean], std: [...measured.std] },
  experiment: { ...pictureMlp.experiment, evaluation: { samples: 3 } },
};

/** A table whose other rows lie a hundred deviations from what was trained on. */
function tables(): { readonly rows: string; readonly far: string; readonly posterior: SmallPosterior } {
  const folder = temporaryFolder();
  const [rows, far] = ['rows.csv', 'Far rows.csv'].map((name) => join(folder, name));
  const lines = (offset: number) =>
    Array.from({ length: 40 }, (_, row) => `${offset + (row % 5)},${-2 + (row % 7) / 10},${row % 3}`);
  writeFileSync(rows, ['u,v,y', ...lines(0), ''].join('\n'));
  writeFileSync(far, ['u,v,y', ...lines(-200), ''].join('\n'));
  const data = { dataset: 'table', path: rows, target: 'y', testFraction: 0.5 } as const;
  return {
    rows,
    far,
    posterior: { ...tableMlp, experiment: { ...tableMlp.experiment, data, evaluation: { samples: 3 } } },
  };
}

describe('a network of pictures', () => {
  test('keeps what was found though a score is no number, from file to file and from process to process', async () => {
    const found = await assess(digits, digitsFolder, { ood: [{ kind: 'noise' }] });
    const [first] = found.ood;
    const [[measure, scores]] = Object.entries(first.detection);
    const broken = {
      ...found,
      ood: [{ ...first, detection: { [measure]: { ...scores, auroc: Number.NaN } } }],
    };
    const read = assessmentSchema.parse(JSON.parse(JSON.stringify(broken)));
    // A worker is sent it as it was read.
    expect(assessmentSchema.parse(structuredClone(read))).toEqual(broken);
  });

  test('is held against noise, as many items as it has test items, by five measures of doubt', async () => {
    const found = await assess(digits, digitsFolder, { ood: [{ kind: 'noise' }] });
    expect(found).toMatchObject({ step: 1, samples: 3, items: 360 });
    expect(found.ood).toMatchObject([{ name: 'noise', title: 'pixels of any brightness', items: 360 }]);
    const ofNoise = Object.entries(assessmentMetrics(found)).filter(([name]) => name.startsWith('ood.'));
    expect(ofNoise.map(([name]) => name)).toEqual(
      ['entropy', 'mutual-information', 'max-probability', 'energy', 'disagreement'].flatMap((measure) =>
        ['auroc', 'aupr', 'fpr95'].map((score) => `ood.noise.${score}.${measure}`),
      ),
    );
    for (const [, value] of ofNoise) expect(value).toBeGreaterThanOrEqual(0);
  });

  test('has its calibration errors, what refusing is worth, and intervals around its scores', async () => {
    const found = await assess(digits, digitsFolder, {});
    const { scores, intervals } = found.classes ?? {};
    // A check for each class, and how far three samples of random weights disagree.
    expect(found.classes?.checks).toHaveLength(10);
    expect(found.classes?.disagreement?.mean).toBeLessThan(found.classes?.disagreement?.items ?? 0);
    expect(assessmentMetrics(found)).toMatchObject({
      'check.share-of-3': found.classes?.checks?.[3]?.p,
      'disagreement.mean': found.classes?.disagreement?.mean,
      'test.accuracy': scores?.accuracy,
      'calibration.adaptive': found.classes?.calibration.adaptive,
      'risk-coverage.aurc': found.classes?.refusing.aurc,
    });
    for (const name of ['accuracy', 'nll', 'brier'] as const) {
      expect(intervals?.[name][0]).toBeLessThan(scores?.[name] ?? Number.NaN);
      expect(intervals?.[name][1]).toBeGreaterThan(scores?.[name] ?? Number.NaN);
    }
  });

  test('is looked at with its test pictures spoilt in fifteen ways, ever more, and refused where it takes none', async () => {
    const { corruptions = [], classes } = await assess(digits, digitsFolder, { corruptions: true });
    expect(corruptions).toHaveLength(76);
    const [plain, ...spoilt] = corruptions;
    expect(plain).toMatchObject({ kind: 'none', severity: 0, accuracy: classes?.scores.accuracy });
    expect(spoilt.map(({ severity }) => severity)).toEqual(Array(15).fill([1, 2, 3, 4, 5]).flat());
    const { rows, posterior } = tables();
    await expect(assess(posterior, rows, { corruptions: true })).rejects.toThrow(
      /^corruptions: pictures are spoilt, and this network predicts for a table\./,
    );
  });

  test('is scored with ever fewer of its weights, all of them first, and left as it was', async () => {
    const found = await assess(digits, digitsFolder, { pruning: true, ood: [{ kind: 'noise' }] });
    const { pruning = [], classes } = found;
    expect(pruning.map(({ share }) => share)).toEqual([
      0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.98, 0.99,
    ]);
    expect(pruning[0]).toMatchObject({
      weights: 0,
      items: 360,
      scores: { accuracy: classes?.scores.accuracy },
    });
    // 64 x 5 + 5 and 5 x 10 + 10 weights.
    expect(pruning.at(-1)?.weights).toBe(Math.floor(0.99 * 385));
    expect(pruning.at(-1)?.scores.nll).not.toBe(pruning[0]?.scores.nll);
    expect(assessmentMetrics(found)['pruning.50.accuracy']).toBe(pruning[5]?.scores.accuracy);
    const members = {
      ...digits,
      experiment: { ...digits.experiment, inference: { method: 'deep-ensemble' } },
    } as const;
    await expect(assess(members, digitsFolder, { pruning: true })).rejects.toThrow(
      /^pruning: weights of the method deep-ensemble have no standard deviation each of its own/,
    );
  });

  test('is scored by class, and by nothing that its items do not tell', async () => {
    const found = await assess(digits, digitsFolder, { by: ['class'] });
    const parts = found.groups?.[0]?.parts ?? [];
    expect(parts.map(({ name }) => name)).toEqual(Array.from({ length: 10 }, (_, digit) => String(digit)));
    const right = parts.map(({ items, classes }) => items * (classes?.scores.accuracy ?? Number.NaN));
    const share = right.reduce((sum, count) => sum + count, 0) / 360;
    expect(share).toBeCloseTo(found.classes?.scores.accuracy ?? Number.NaN, 12);
    await expect(assess(digits, digitsFolder, { by: ['hour'] })).rejects.toThrow(
      'by: the items of this run cannot be told apart by hour; they can by class.',
    );
  });

  test('has on its test pictures as files of one’s own the scores that it has on them', async () => {
    const { test: own, classNames } = await readImages('digits', digitsFolder);
    const folder = temporaryFolder();
    for (let item = 0; item < own.items; item += 1) {
      const name = classNames[own.labels[item] ?? 0] ?? '';
      mkdirSync(join(folder, name), { recursive: true });
      const data = own.images.slice(item * 64, (item + 1) * 64);
      writeFileSync(join(folder, name, `${item}.png`), encode({ width: 8, height: 8, channels: 1, data }));
    }
    const { classes, labelled } = await assess(digits, digitsFolder, { labelled: [folder] });
    expect(labelled?.[0]?.items).toBe(360);
    for (const name of ['accuracy', 'nll', 'brier', 'ece'] as const)
      expect(labelled?.[0]?.classes?.scores[name]).toBeCloseTo(classes?.scores[name] ?? Number.NaN, 6);
  });

  test('is held against the test pictures of a class that it was trained without, and refused those where it had all', async () => {
    const { task } = digits;
    const classNames = task.kind === 'classification' ? task.classNames.slice(0, 9) : [];
    const nine = {
      ...digits,
      task: { ...task, classNames },
      experiment: { ...digits.experiment, data: { dataset: 'digits', leaveOutClasses: ['9'] } },
    } as SmallPosterior;
    const { items, ood } = await assess(nine, digitsFolder, { ood: [{ kind: 'left-out' }] });
    expect(items + (ood[0]?.items ?? 0)).toBe(360);
    expect(ood).toMatchObject([{ name: 'left-out', title: 'test items of classes left out of training: 9' }]);
    await expect(assess(digits, digitsFolder, { ood: [{ kind: 'left-out' }] })).rejects.toThrow(
      /^ood: no class with test items was left out of this run;/,
    );
  });

  test('told from its own test pictures by chance alone, where these are the other data', async () => {
    const same = { kind: 'dataset', dataset: 'digits', location: digitsFolder } as const;
    const { ood } = await assess(digits, digitsFolder, { ood: [same] });
    expect(ood).toMatchObject([{ title: 'test items of Digits', items: 360 }]);
    for (const { auroc } of Object.values(ood[0]?.detection ?? {})) expect(auroc).toBeCloseTo(0.5, 12);
  });

  test('keeps how doubtful its test pictures and other data were as quantiles, from the least to the most doubtful of them', async () => {
    const part = join(temporaryFolder(), 'items.csv');
    const same = { kind: 'dataset', dataset: 'digits', location: digitsFolder } as const;
    const found = await assess(digits, digitsFolder, { ood: [same], table: { part, format: 'csv' } });
    expect(found.ood[0]?.doubts).toEqual(found.doubts);
    const { header, rows, cell } = parseCsv(readFileSync(part), part);
    for (const [measure, column] of [
      ['entropy', 'entropy_nats'],
      ['expected-entropy', 'aleatoric_nats'],
      ['mutual-information', 'mutual_information_nats'],
    ] as const) {
      const at = header.indexOf(column);
      const values = Array.from({ length: rows }, (_, row) => Number(cell(row, at))).sort((a, b) => a - b);
      const quantiles = found.doubts?.[measure] ?? [];
      expect(quantiles).toHaveLength(101);
      // Of 360 items those at 0, 100 and half-way between two at 50 %; kept to six digits, of the file's own.
      for (const [percent, expected] of [
        [0, values[0]],
        [50, (values[179] + values[180]) / 2],
        [100, values[359]],
      ])
        expect(quantiles[percent]).toBeCloseTo(expected, 5);
    }
  });

  test('has a table with what came and the doubt of each test picture', async () => {
    const part = join(temporaryFolder(), 'items.csv');
    const { classes } = await assess(digits, digitsFolder, { table: { part, format: 'csv' } });
    const { header, rows, cell } = parseCsv(readFileSync(part), part);
    expect(header.slice(0, 4)).toEqual(['item', 'truth', 'predicted', 'p_0']);
    const right = Array.from({ length: rows }, (_, row) => cell(row, 1) === cell(row, 2));
    expect(right.filter(Boolean).length / rows).toBeCloseTo(classes?.scores.accuracy ?? Number.NaN, 12);
    expect(cell(rows - 1, 0)).toBe('359');
  });

  test('keeps what was found before of the same predictions, and replaces what is asked for again', async () => {
    const before = await assess(digits, digitsFolder, { ood: [{ kind: 'noise' }] });
    const stale = before.ood.map((one) => ({ ...one, items: 7 }));
    const kept = { ...before, ood: [...stale, { ...stale[0], name: 'mnist', title: 'other' }] };
    const again = await assess(digits, digitsFolder, { ood: [{ kind: 'noise' }], kept });
    expect(again.ood.map(({ name, items }) => [name, items])).toEqual([
      ['noise', 360],
      ['mnist', 7],
    ]);
    const other = await assess(digits, digitsFolder, { kept: { ...kept, step: 9 } });
    expect(other.ood).toEqual([]);
  });
});

describe('an evaluation that is interrupted', () => {
  /** Of a posterior and a file that stay, in 15 parts of 360 items: its own, noise and 13 pruned. */
  function interruptible(more: Asked = {}) {
    const folder = temporaryFolder();
    const asked: Asked = {
      posterior: writePosterior(folder, digits),
      soFar: join(folder, 'so-far.jsonl'),
      ood: [{ kind: 'noise' }],
      by: ['class'],
      pruning: true,
      ...more,
    };
    /** Ends in the middle of the part after so many whole ones. */
    const interrupt = (parts: number) =>
      assess(digits, digitsFolder, asked, (done) => {
        if (done > 360 * parts) throw new Error('interrupted');
      });
    return { asked, interrupt };
  }

  /** Does it and counts the items that are predicted for it. */
  async function counted<Value>(work: () => Promise<Value>): Promise<readonly [Value, number]> {
    const predict = vi.spyOn(Sampler.prototype, 'predict');
    try {
      const value = await work();
      return [value, predict.mock.calls.reduce((sum, [, count]) => sum + count, 0)];
    } finally {
      predict.mockRestore();
    }
  }

  test.each<{ found: string; parts: number; of: number; more: Asked }>([
    { found: 'its own items', parts: 1, of: 15, more: {} },
    { found: 'some shares of weights', parts: 5, of: 15, more: {} },
    {
      found: 'some spoilt pictures',
      parts: 9,
      of: 13,
      more: { pruning: false, corruptions: ['fog', 'contrast'] },
    },
  ])(
    'goes on after $found, predicting only what it had not found, to what it would have been',
    async ({ parts, of, more }) => {
      const { asked, interrupt } = interruptible(more);
      await expect(interrupt(parts)).rejects.toThrow('interrupted');
      const progress: number[] = [];
      const [found, predicted] = await counted(() =>
        assess(digits, digitsFolder, asked, (done) => progress.push(done)),
      );
      expect(predicted).toBe((of - parts) * 360);
      expect(progress.at(-1)).toBe(of * 360);
      const elsewhere = join(temporaryFolder(), 'so-far.jsonl');
      expect(found).toEqual(await assess(digits, digitsFolder, { ...asked, soFar: elsewhere }));
    },
  );

  test('goes on though its last line was cut off, and after a second interruption', async () => {
    const { asked, interrupt } = interruptible();
    await expect(interrupt(1)).rejects.toThrow('interrupted');
    appendFileSync(asked.soFar ?? '', '\n{"of":"');
    await expect(interrupt(3)).rejects.toThrow('interrupted');
    const [, predicted] = await counted(() => assess(digits, digitsFolder, asked));
    expect(predicted).toBe((15 - 3) * 360);
  });

  test('begins anew for other weight samples, another posterior or another version of the program', async () => {
    const { asked, interrupt } = interruptible();
    for (const other of [
      { samples: 2 },
      { code: 'another' },
      { posterior: writePosterior(temporaryFolder(), digits) },
    ]) {
      await expect(interrupt(2)).rejects.toThrow('interrupted');
      const [, predicted] = await counted(() => assess(digits, digitsFolder, { ...asked, ...other }));
      expect(predicted).toBe(15 * 360);
    }
  });

  test('has a table of all test items, which are predicted again for it, and nothing else', async () => {
    const { asked, interrupt } = interruptible();
    await expect(interrupt(2)).rejects.toThrow('interrupted');
    const part = join(temporaryFolder(), 'items.csv');
    const [, predicted] = await counted(() =>
      assess(digits, digitsFolder, { ...asked, table: { part, format: 'csv' } }),
    );
    expect(predicted).toBe((15 - 1) * 360);
    expect(parseCsv(readFileSync(part), part).rows).toBe(360);
  });

  test('scores a file again that was written since', async () => {
    const { rows, far, posterior } = tables();
    const folder = temporaryFolder();
    const asked: Asked = {
      posterior: writePosterior(folder, posterior),
      soFar: join(folder, 'so-far.jsonl'),
      labelled: [rows, far],
    };
    // 20 test items, and 40 rows of each file.
    const stopped = assess(posterior, rows, asked, (done) => {
      if (done > 60) throw new Error('interrupted');
    });
    await expect(stopped).rejects.toThrow('interrupted');
    const copy = join(folder, 'rows.csv');
    writeFileSync(copy, readFileSync(rows));
    const [, predicted] = await counted(() => assess(posterior, rows, { ...asked, labelled: [copy] }));
    expect(predicted).toBe(40);
    writeFileSync(copy, [...readFileSync(rows, 'utf8').split('\n').slice(0, 31), ''].join('\n'));
    const [, afterwards] = await counted(() => assess(posterior, rows, { ...asked, labelled: [copy, rows] }));
    expect(afterwards).toBe(30);
  });
});

describe('a network of values', () => {
  test('has intervals by drawing whole groups where the data name some, in a file of one’s own too', async () => {
    const { far, posterior } = tables();
    const folder = temporaryFolder();
    const rows = join(folder, 'sites.csv');
    const lines = Array.from(
      { length: 80 },
      (_, row) => `${row % 5},${(row % 7) / 10},${Math.floor(row / 4)},${Math.floor(row / 4) % 3}`,
    );
    writeFileSync(rows, ['u,v,site,y', ...lines, ''].join('\n'));
    const data = { dataset: 'table', path: rows, target: 'y', groups: 'site', testFraction: 0.5 } as const;
    const grouped = { ...posterior, experiment: { ...posterior.experiment, data } };
    const found = await assess(grouped, rows, { labelled: [rows, far], by: ['site'] });
    expect(found.values?.drawn).toEqual({ kind: 'groups', column: 'site', count: 10 });
    expect(found.labelled?.[0]?.values?.drawn).toEqual({ kind: 'groups', column: 'site', count: 20 });
    const [alone] = found.groups?.[0]?.parts ?? [];
    expect(alone?.values?.intervals.rmse).toEqual([Number.NaN, Number.NaN]);
    // Rows of this file name no site.
    expect(found.labelled?.[1]?.values?.drawn).toBeUndefined();
    expect(found.labelled?.[1]?.notes).toEqual([
      expect.stringMatching(
        /Far rows\.csv has no column named site, the groups of training: intervals take its rows for independent/,
      ),
    ]);
  });

  test('doubts a file whose rows lie far from what it was trained on, by the spread of its weights', async () => {
    const { rows, far, posterior } = tables();
    const found = await assess(posterior, rows, { ood: [{ kind: 'file', path: far }, { kind: 'noise' }] });
    expect(found.ood.map(({ name, title }) => [name, title])).toEqual([
      ['far-rows', 'Far rows.csv'],
      ['noise', 'standard normal inputs'],
    ]);
    expect(assessmentMetrics(found)).toMatchObject({
      'ood.far-rows.auroc.weight-std': 1,
      'ood.far-rows.auroc.std': 1,
      'ood.far-rows.fpr95.std': 0,
    });
  });

  test('keeps the noise and the spread of its weights as quantiles, in standard deviations of the target', async () => {
    const { rows, posterior } = tables();
    const { doubts, ood } = await assess(posterior, rows, { ood: [{ kind: 'noise' }] });
    for (const of of [doubts, ood[0]?.doubts]) {
      // The noise is fixed, so that the widest prediction is that of the widest weights.
      expect(new Set(of?.['noise-std'])).toEqual(new Set([0.5]));
      const [widest, widestWeights] = [of?.std?.[100], of?.['weight-std']?.[100]];
      // Each is kept to six digits.
      expect(widest).toBeCloseTo(Math.hypot(0.5, widestWeights ?? Number.NaN), 4);
    }
  });

  test('has a table with what came and what was predicted for each test item, in the target’s own unit', async () => {
    const { rows, posterior } = tables();
    const part = join(temporaryFolder(), 'items.csv');
    await assess(posterior, rows, { table: { part, format: 'csv' } });
    const { header, rows: items, cell } = parseCsv(readFileSync(part), part);
    expect(header.slice(0, 6)).toEqual(['item', 'row', 'target', 'truth', 'mean', 'std']);
    expect(items).toBe(20);
    // The table's targets are 0, 1 and 2, standardised by the posterior's own mean of 10 and deviation of 4 in place of theirs.
    const truths = Array.from({ length: items }, (_, row) => Number(cell(row, 3)));
    expect(new Set(truths.map((value) => value.toFixed(2))).size).toBe(3);
    // Each leads back to its row in the file, whose target is the row's number modulo 3.
    const trained = readFileSync(rows, 'utf8').split('\n');
    const places = Array.from(
      { length: items },
      (_, row) => trained[Number(cell(row, 1)) - 1]?.split(',')[2],
    );
    const byTarget = new Map(places.map((target, row) => [target, truths[row]]));
    expect(truths).toEqual(places.map((target) => byTarget.get(target)));
    expect(byTarget.size).toBe(3);
  });

  test('has its scores with intervals around them, its calibration, sharpness and skill', async () => {
    const { rows, posterior } = tables();
    const found = await assess(posterior, rows, {});
    const { scores, intervals, skill, sharpness, quantiles } = found.values ?? {};
    expect(assessmentMetrics(found)).toMatchObject({
      'test.crps': scores?.crps,
      'calibration.quantileError': found.values?.calibration.quantileError,
      'skill.climatology': skill?.climatology,
    });
    for (const name of ['rmse', 'mae', 'nll', 'crps'] as const) {
      expect(intervals?.[name][0]).toBeLessThan(scores?.[name] ?? Number.NaN);
      expect(intervals?.[name][1]).toBeGreaterThan(scores?.[name] ?? Number.NaN);
    }
    expect(found.values?.checks?.map(({ statistic }) => statistic)).toContain('std');
    expect(assessmentMetrics(found)['check.mean']).toBe(found.values?.checks?.[0]?.p);
    expect(quantiles?.interval90).toBeGreaterThanOrEqual(sharpness?.width90 ?? Number.NaN);
    expect(found.values?.together).toBeUndefined();
  });

  test('is scored on a file that says what came, each item alike, and keeps what it was scored on before', async () => {
    const { rows, far, posterior } = tables();
    const found = await assess(posterior, rows, { labelled: [rows, far] });
    expect(found.labelled?.map(({ name, title, items }) => [name, title, items])).toEqual([
      ['rows', 'rows.csv', 40],
      ['far-rows', 'Far rows.csv', 40],
    ]);
    const metrics = assessmentMetrics(found);
    expect(metrics['data.far-rows.rmse']).toBeGreaterThan(metrics['data.rows.rmse'] ?? Number.NaN);
    expect(metrics['data.rows.calibration.coverage90']).toBeGreaterThanOrEqual(0);
    const again = await assess(posterior, rows, { labelled: [far], kept: found });
    expect(again.labelled?.map(({ name }) => name)).toEqual(['rows', 'far-rows']);
  });

  test('keeps what it found on files of one name in several folders, each by its own, and says which is which', async () => {
    const { rows, far, posterior } = tables();
    const folder = temporaryFolder();
    const other = join(folder, 'rows.csv');
    writeFileSync(other, readFileSync(far));
    const asked: Asked = { posterior: writePosterior(folder, posterior) };
    const first = await assess(posterior, rows, {
      ...asked,
      labelled: [rows],
      ood: [{ kind: 'file', path: rows }],
    });
    const found = await assess(posterior, rows, {
      ...asked,
      labelled: [other],
      ood: [{ kind: 'file', path: other }],
      kept: first,
    });
    expect(found.labelled?.map(({ path }) => path)).toEqual([rows, other]);
    expect(found.ood.map(({ path }) => path)).toEqual([rows, other]);
    const metrics = assessmentMetrics(found);
    expect(metrics['data.rows.rmse']).toBe(first.labelled?.[0]?.values?.scores.rmse);
    expect(metrics['data.rows-2.rmse']).toBeGreaterThan(metrics['data.rows.rmse'] ?? Number.NaN);
    expect(metrics['ood.rows-2.auroc.std']).toBe(1);
    // What an earlier version found tells no path; a file of the same name is taken for it.
    const { path: _, ...old } = first.labelled?.[0] ?? { path: '' };
    const later = await assess(posterior, rows, {
      ...asked,
      labelled: [other],
      kept: { ...first, labelled: [old as never] },
    });
    expect(later.labelled).toHaveLength(1);
  });

  test('is scored by the parts that a column takes its test items apart into, whose means are those of all', async () => {
    const { rows, posterior } = tables();
    const found = await assess(posterior, rows, { by: ['y', 'v'] });
    expect(found.groups?.map(({ name, parts }) => [name, parts.map((part) => part.name)])).toEqual([
      ['y', ['0', '1', '2']],
      ['v', ['-2', '-1.9', '-1.8', '-1.7', '-1.6', '-1.5', '-1.4']],
    ]);
    for (const { parts } of found.groups ?? []) {
      expect(parts.reduce((sum, { items }) => sum + items, 0)).toBe(20);
      const squares = parts.map(({ items, values }) => items * (values?.scores.rmse ?? Number.NaN) ** 2);
      const all = squares.reduce((sum, square) => sum + square, 0) / 20;
      expect(Math.sqrt(all)).toBeCloseTo(found.values?.scores.rmse ?? Number.NaN, 6);
    }
    expect(assessmentMetrics(found)['by.y.0.rmse']).toBe(found.groups?.[0]?.parts[0]?.values?.scores.rmse);
    await expect(assess(posterior, rows, { by: ['w'] })).rejects.toThrow(
      /^by: .*rows\.csv has no column named w; its columns are u, v, y\./,
    );
  });

  test('needs no test items to be scored on a file, and says so where there is neither', async () => {
    const { rows, posterior } = tables();
    const data = { dataset: 'table', path: rows, target: 'y', testFraction: 0 } as const;
    const without = { ...posterior, experiment: { ...posterior.experiment, data } };
    const found = await assess(without, rows, { labelled: [rows] });
    expect([found.items, found.values, found.labelled?.[0]?.items]).toEqual([0, undefined, 40]);
    await expect(assess(without, rows, {})).rejects.toThrow(
      /^The run has no test items; train with a data\.testFraction/,
    );
  });

  test('is refused a file that does not fit, naming it', async () => {
    const { rows, posterior } = tables();
    await expect(assess(posterior, rows, { ood: [{ kind: 'file', path: '/nowhere.csv' }] })).rejects.toThrow(
      /^\/nowhere\.csv is missing; there is no such file or folder\.$/,
    );
  });
});
