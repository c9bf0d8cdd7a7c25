import { describe, expect, it } from 'vitest';
import { bestOf } from '../../../src-renderer/compare/best';
import { whyUnranked } from '../../../src-renderer/compare/like-for-like';
import type { RunSummary } from '../../../src-shared/runs/runs';
import { digitsInput, fakeRun } from '../fake-runs';

type Metrics = Readonly<Record<string, number>>;

const run = (id: string, metrics: Metrics, input: object = {}) =>
  fakeRun(id, { ...digitsInput, ...input }, 'finished', { metrics });
const alone = (runs: readonly RunSummary[]) => runs.map((one) => ({ key: one.id, runs: [one] }));
const bestKey = (score: string, runs: readonly RunSummary[]) => bestOf(score, alone(runs))?.key;
const unranked = (score: string, runs: readonly RunSummary[]) =>
  whyUnranked(
    score,
    runs.map((one) => [one]),
  );

const good = run('good', { 'test.accuracy': 0.9, 'test.nll': 0.3 });
const better = run('better', { 'test.accuracy': 0.95, 'test.nll': 0.2 });
const unscored = fakeRun('unscored', digitsInput, 'failed');
const broken = run('broken', { 'test.nll': Number.NaN });

it('names the best run as its metric counts, and none where no value leads', () => {
  expect(bestKey('test.accuracy', [good, better, unscored])).toBe('better');
  expect(bestKey('test.nll', [good, broken, better])).toBe('better');
  expect(bestKey('test.nll', [good, { ...good, id: 'as good' }])).toBeUndefined();
  expect(bestKey('train.kl', [good, better])).toBeUndefined();
  expect(bestKey('test.nll', [good])).toBeUndefined();
});

it('ranks no runs that were scored on other data, or whose training minimised something else', () => {
  const metrics = { 'test.accuracy': 0.99, 'train.loss': 0.1 };
  const other = run('other', metrics, { inference: { objective: 'pooled' } });
  const plain = run('plain', { 'test.accuracy': 0.9, 'train.loss': 3 });
  expect(bestKey('train.loss', [plain, other])).toBeUndefined();
  expect(unranked('train.loss', [plain, other])).toBe('not ranked: different objectives');
  expect(bestKey('test.accuracy', [plain, other])).toBe('other');
  const elsewhere = run('elsewhere', metrics, { data: { dataset: 'fashion-mnist' } });
  expect(bestKey('test.accuracy', [plain, elsewhere])).toBeUndefined();
});

it('ranks runs whose likelihoods weigh cells or classes otherwise by scores, which do not, and not by losses, which do', () => {
  const data = { dataset: 'field', path: '/a.nc', variables: ['t2m'] };
  const alike = run('alike', { 'test.rmse': 2, 'train.loss': 1 }, { data });
  const weighed = run(
    'weighed',
    { 'test.rmse': 1, 'train.loss': 2 },
    { data: { ...data, areaWeights: true } },
  );
  expect(bestKey('test.rmse', [alike, weighed])).toBe('weighed');
  expect(unranked('train.loss', [alike, weighed])).toBe('not ranked: different objectives');
  const table = { dataset: 'table', path: '/a.csv', target: 'y', task: 'classification', splitSeed: 1 };
  const rare = { ...table, classWeights: { rare: 5 } };
  const plain = run('plain', { 'test.accuracy': 0.8, 'train.loss': 1 }, { data: table });
  const balanced = run('rare', { 'test.accuracy': 0.9, 'train.loss': 2 }, { data: rare });
  expect(bestKey('test.accuracy', [plain, balanced])).toBe('rare');
  expect(unranked('train.loss', [plain, balanced])).toBe('not ranked: different objectives');
});

it('takes a run whose settings are stored in another order, those that came later last, as one of the same', () => {
  const data = { dataset: 'field', path: '/a.nc', variables: ['t2m'] };
  const now = run('now', { 'test.rmse': 2 }, { data });
  const reversed = Object.fromEntries(Object.entries(now.experiment.data).reverse());
  const carriedOn = {
    ...run('carried on', { 'test.rmse': 1 }, { data }),
    experiment: { ...now.experiment, data: reversed as typeof now.experiment.data },
  };
  expect(bestKey('test.rmse', [now, carriedOn])).toBe('carried on');
});

it('does not rank the losses of other networks, whose divergence has more weights', () => {
  const small = run('small', { 'train.loss': 1, 'test.nll': 0.3 });
  const wide = run('wide', { 'train.loss': 2, 'test.nll': 0.2 }, { model: { kind: 'mlp', hidden: [512] } });
  expect(bestKey('train.loss', [small, wide])).toBeUndefined();
  expect(unranked('train.loss', [small, wide])).toBe('not ranked: different networks');
  expect(bestKey('test.nll', [small, wide])).toBe('wide');
});

describe('a test score', () => {
  const lucky = { 'validation.accuracy': 0.8, 'test.accuracy': 0.95 };
  const sound = { 'validation.accuracy': 0.9, 'test.accuracy': 0.92 };

  it('leaves the choice to the same score on validation items, where every run has that', () => {
    const runs = [run('lucky', lucky), run('sound', sound)];
    expect(bestOf('test.accuracy', alone(runs))).toEqual({ key: 'sound', by: 'validation' });
    expect(bestOf('validation.accuracy', alone(runs))).toEqual({ key: 'sound', by: 'itself' });
    const untold = run('untold', { 'test.accuracy': 0.93 });
    expect(bestOf('test.accuracy', alone([...runs, untold]))).toEqual({ key: 'lucky', by: 'itself' });
  });

  it('ranks no runs whose seeds drew other test items, and does where one seed draws all splits', () => {
    const yacht = (splitSeed: object) =>
      [1, 2].map((seed) =>
        run(
          `seed-${seed}`,
          { 'test.rmse': seed },
          { seed, data: { dataset: 'yacht', validationFraction: 0, ...splitSeed } },
        ),
      );
    expect(bestKey('test.rmse', yacht({}))).toBeUndefined();
    expect(unranked('test.rmse', yacht({}))).toBe('not ranked: different splits, each seed draws its own');
    expect(bestKey('test.rmse', yacht({ splitSeed: 7 }))).toBe('seed-1');
  });

  it('ranks runs of other seeds by a test set that is the same for all, not by validation items that each drew', () => {
    const runs = [run('lucky', lucky, { seed: 1 }), run('sound', sound, { seed: 2 })];
    expect(unranked('validation.accuracy', runs)).toContain('different splits');
    expect(bestOf('test.accuracy', alone(runs))).toEqual({ key: 'lucky', by: 'itself' });
  });

  it('ranks runs of other seeds by a test file of its own, and not by rows that each drew to validate', () => {
    const own = (more: object) => ({ dataset: 'table', path: 'a.csv', target: 'y', ...more });
    const of = (data: object) =>
      [1, 2].map((seed) =>
        run(`seed-${seed}`, { 'validation.rmse': seed, 'test.rmse': seed }, { seed, data: own(data) }),
      );
    expect(unranked('test.rmse', of({}))).toContain('different splits');
    for (const data of [{ testPath: 'b.csv' }, { splitColumn: 'part' }]) {
      expect(unranked('test.rmse', of(data))).toBe('');
      expect(unranked('validation.rmse', of(data))).toContain('different splits');
    }
  });

  it('ranks means over the same seeds, whose splits are the same, and no means over others', () => {
    const of = (samples: number, seed: number, rmse: number) =>
      run(
        `${samples}-${seed}`,
        { 'test.rmse': rmse },
        {
          seed,
          data: { dataset: 'yacht' },
          training: { ...digitsInput.training, samples },
        },
      );
    const four = { key: 'four', runs: [of(4, 1, 1.2), of(4, 2, 0.6)] };
    const eight = { key: 'eight', runs: [of(8, 2, 0.9), of(8, 1, 1.1)] };
    expect(bestOf('test.rmse', [four, eight])?.key).toBe('four');
    const elsewhere = { key: 'elsewhere', runs: [of(8, 2, 0.9), of(8, 3, 1.1)] };
    expect(bestOf('test.rmse', [four, elsewhere])).toBeUndefined();
  });
});

it('ranks no runs whose files had other content under the same settings, and says so', () => {
  const file = (sha: string, bytes = 120) => ({
    files: [{ name: 'table.csv', bytes, sha256: sha.repeat(64) }],
  });
  const unrankedWith = (other: ReturnType<typeof file>) => {
    const dataOf = new Map([
      ['good', file('a')],
      ['better', other],
    ]);
    const columns = alone([good, better]);
    return [bestOf('test.nll', columns, dataOf)?.key, whyUnranked('test.nll', [[good], [better]], dataOf)];
  };
  expect(unrankedWith(file('a'))).toEqual(['better', '']);
  const other = [undefined, 'not ranked: different content of the data files'];
  expect(unrankedWith(file('b'))).toEqual(other);
  expect(unrankedWith(file('a', 80))).toEqual(other);
});
