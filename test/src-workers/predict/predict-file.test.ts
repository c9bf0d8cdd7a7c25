import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, extname, join } from 'node:path';
import { encode } from 'fast-png';
import { asyncBufferFromFile, parquetReadObjects } from 'hyparquet';
import { describe, expect, test } from 'vitest';
import { parseCsv } from '../../../src-files/csv/csv';
import { openNetcdf4 } from '../../../src-files/netcdf/hdf5-file';
import { readGridVariables } from '../../../src-files/netcdf/read-grid-variables';
import { decodeMask } from '../../../src-files/pictures/decode-mask';
import { encodeFloats } from '../../../src-main/export/npy';
import { decodeSafetensors, encodeSafetensors } from '../../../src-shared/formats/safetensors';
import { tableFormatSchema } from '../../../src-shared/posterior/posterior-work';
import type { EngineChoice } from '../../../src-shared/protocol/worker-protocol';
import { classicLayout, classicNumbers } from '../../../src-workers/predict/classic-netcdf';
import { predictFile } from '../../../src-workers/predict/predict-file';
import { netcdf3 } from '../../src-files/netcdf/netcdf-files';
import { temporaryFolder } from '../../temporary-folder';
import {
  classMaps,
  fieldSwin,
  headsOfTable,
  pictureMlp,
  type SmallPosterior,
  seriesOfTwo,
  seriesTransformer,
  seriesWithCovariates,
  tableMlp,
  writePosterior,
} from '../posterior/small-posteriors';
import { bindingPath } from '../tensorflow';
import { greyJpeg } from './jpeg-files';

const javascript: EngineChoice = { kind: 'javascript' };
const nobody = () => {};

/** Predicts with a small posterior for a file or folder of `folder`. */
async function predict(
  folder: string,
  posterior: SmallPosterior,
  input: string,
  engine = javascript,
  out = 'out.csv',
) {
  const work = {
    kind: 'predict',
    posterior: writePosterior(folder, posterior),
    input: join(folder, input),
    out: join(folder, out),
    format: tableFormatSchema.parse(extname(out).slice(1)),
  } as const;
  const result = await predictFile(work, engine, nobody);
  return { result, file: work.out };
}

interface WrittenTable {
  readonly header: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

function tableOf(file: string): WrittenTable {
  const { header, rows, cell } = parseCsv(readFileSync(file), file);
  return {
    header,
    rows: Array.from({ length: rows }, (_, row) => header.map((_name, column) => cell(row, column))),
  };
}

function numbers(csv: WrittenTable, column: string): number[] {
  return csv.rows.map((cells) => Number(cells[csv.header.indexOf(column)]));
}

/** Grey pictures of one brightness each. */
function writePictures(folder: string, names: readonly string[]): void {
  mkdirSync(join(folder, 'pictures'));
  names.forEach((name, index) => {
    const data = new Uint8Array(64).fill(index * 40);
    const bytes = encode({ width: 8, height: 8, channels: 1, data });
    writeFileSync(join(folder, 'pictures', name), bytes);
  });
}

describe('items whose pixels have classes', () => {
  const [items, height, width] = [3, 4, 5];

  /** Three items as `x.npy` in a folder; predictions go into `out.csv` and maps into `maps`. */
  async function predictMaps(folder: string) {
    mkdirSync(join(folder, 'arrays'));
    mkdirSync(join(folder, 'maps'));
    const inputs = Float32Array.from({ length: items * height * width * 2 }, (_, at) => Math.sin(at));
    writeFileSync(join(folder, 'arrays', 'x.npy'), encodeFloats([items, height, width, 2], inputs));
    const work = {
      kind: 'predict',
      posterior: writePosterior(folder, classMaps),
      input: join(folder, 'arrays'),
      out: join(folder, 'out.csv'),
      format: 'csv',
      maps: join(folder, 'maps'),
    } as const;
    return predictFile(work, javascript, nobody);
  }

  test('give a row each, and their maps as masks that can be trained on', async () => {
    const folder = temporaryFolder();
    const result = await predictMaps(folder);
    const table = tableOf(join(folder, 'out.csv'));
    expect(result).toMatchObject({ rows: items, samples: 3, columns: table.header });
    expect(table.rows.map(([item, map]) => [item, map])).toEqual([
      ['0', '0.png'],
      ['1', '1.png'],
      ['2', '2.png'],
    ]);
    for (const [item, [, map]] of table.rows.entries()) {
      const { labels } = decodeMask(readFileSync(join(folder, 'maps', map)), map);
      for (const [label, name] of ['a', 'b', 'c'].entries()) {
        const share = Array.from(labels).filter((one) => one === label).length / (height * width);
        expect(numbers(table, `share_${name}`)[item]).toBeCloseTo(share, 9);
      }
    }
  });

  test('of pictures in folders beside their masks are of the pictures, each in its folder', async () => {
    const folder = temporaryFolder();
    const small = {
      ...classMaps,
      experiment: {
        ...classMaps.experiment,
        data: { dataset: 'images', path: 'unused', task: 'segmentation', size: [4, 5] },
      },
      task: { ...classMaps.task, inputShape: [4, 5, 3] },
      normalisation: { mean: [0.5, 0.5, 0.5], std: [0.2, 0.2, 0.2] },
    } as SmallPosterior;
    const data = Uint8Array.from({ length: 4 * 5 * 3 }, (_, at) => (at * 4) % 256);
    for (const name of ['images/a.png', 'images/deep/a.png', 'masks/a.png', 'masks/deep/a.png']) {
      mkdirSync(dirname(join(folder, 'set', name)), { recursive: true });
      writeFileSync(join(folder, 'set', name), encode({ width: 5, height: 4, channels: 3, data }));
    }
    const maps = join(folder, 'maps');
    mkdirSync(maps);
    const work = {
      kind: 'predict',
      posterior: writePosterior(folder, small),
      input: join(folder, 'set'),
      out: join(folder, 'out.csv'),
      format: 'csv',
      maps,
    } as const;
    const { notes } = await predictFile(work, javascript, nobody);
    expect(notes).toEqual(['2 masks are left out.']);
    expect(tableOf(work.out).rows.map(([file, map]) => [file, map])).toEqual([
      ['images/a.png', 'images/a.png'],
      ['images/deep/a.png', 'images/deep/a.png'],
    ]);
    const { labels } = decodeMask(readFileSync(join(maps, 'images/deep/a.png')), 'a.png');
    expect(labels).toHaveLength(4 * 5);
  });

  test('have the entropy of each pixel in thousandths of a nat, whose mean is the table’s', async () => {
    const folder = temporaryFolder();
    await predictMaps(folder);
    const table = tableOf(join(folder, 'out.csv'));
    const columns = { entropy_nats: 'entropy', mutual_information_nats: 'entropy-of-weights' };
    for (const [column, file] of Object.entries(columns)) {
      const name = `1-${file}.png`;
      const { labels } = decodeMask(readFileSync(join(folder, 'maps', name)), name);
      const mean = Array.from(labels).reduce((sum, value) => sum + value / 1000, 0) / labels.length;
      expect(numbers(table, column)[1]).toBeGreaterThan(0);
      // Each is rounded to a thousandth.
      expect(Math.abs(mean - numbers(table, column)[1])).toBeLessThan(0.0005);
    }
  });
});

describe('a folder of pictures', () => {
  const names = ['b.png', 'a.PNG', 'c, d.png', 'e.png', 'f.png'];

  test('gives a row for each PNG in the order of their names, with probabilities and the parts of the entropy', async () => {
    const folder = temporaryFolder();
    writePictures(folder, names);
    writeFileSync(join(folder, 'pictures', 'notes.txt'), 'no picture');
    const { result, file } = await predict(folder, pictureMlp, 'pictures');
    const table = tableOf(file);
    expect(table.rows.map(([name]) => name)).toEqual(['a.PNG', 'b.png', 'c, d.png', 'e.png', 'f.png']);
    expect(result).toMatchObject({ rows: 5, samples: 3, columns: table.header });
    expect(result.notes).toEqual(['1 other file is neither PNG nor JPEG and left out.']);
    const columns = ['p_a', 'p_b', 'p_c'].map((column) => numbers(table, column));
    const entropy = numbers(table, 'entropy_nats');
    const [aleatoric, epistemic] = ['aleatoric_nats', 'mutual_information_nats'].map((column) =>
      numbers(table, column),
    );
    table.rows.forEach(([, predicted], row) => {
      const p = columns.map((column) => column[row]);
      expect(p[0] + p[1] + p[2]).toBeCloseTo(1, 6);
      expect(predicted).toBe(['a', 'b', 'c'][p.indexOf(Math.max(...p))]);
      expect(entropy[row]).toBeCloseTo(-p.reduce((sum, value) => sum + value * Math.log(value), 0), 5);
      expect(aleatoric[row] + epistemic[row]).toBeCloseTo(entropy[row], 5);
      expect(epistemic[row]).toBeGreaterThan(0);
    });
  });

  test('is predicted alike by TensorFlow and by plain JavaScript', async () => {
    const folder = temporaryFolder();
    writePictures(folder, names);
    const slow = tableOf((await predict(folder, pictureMlp, 'pictures')).file);
    const engine = { kind: 'tensorflow', binding: bindingPath() } as const;
    const fast = tableOf((await predict(folder, pictureMlp, 'pictures', engine)).file);
    numbers(slow, 'p_a').forEach((p, row) => {
      expect(numbers(fast, 'p_a')[row]).toBeCloseTo(p, 5);
    });
  });

  test('may hold JPEG files beside PNG ones', async () => {
    const folder = temporaryFolder();
    writePictures(folder, ['b.png']);
    writeFileSync(join(folder, 'pictures', 'a.JPEG'), greyJpeg.bytes);
    const engine = { kind: 'tensorflow', binding: bindingPath() } as const;
    const { file } = await predict(folder, pictureMlp, 'pictures', engine);
    expect(tableOf(file).rows.map(([name]) => name)).toEqual(['a.JPEG', 'b.png']);
    await expect(predict(folder, pictureMlp, 'pictures')).rejects.toThrow('are decoded by TensorFlow');
  });

  test('becomes the same table in Parquet', async () => {
    const folder = temporaryFolder();
    writePictures(folder, names);
    const csv = tableOf((await predict(folder, pictureMlp, 'pictures')).file);
    const { file } = await predict(folder, pictureMlp, 'pictures', javascript, 'out.parquet');
    const rows = await parquetReadObjects({ file: await asyncBufferFromFile(file) });
    expect(rows.map((row) => Object.values(row).map(String))).toEqual(csv.rows);
  });

  test('is refused in a sentence where a picture is of another size, or none is there', async () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'pictures'));
    await expect(predict(folder, pictureMlp, 'pictures')).rejects.toThrow('holds no PNG or JPEG file');
    const data = new Uint8Array(7 * 9);
    writeFileSync(join(folder, 'pictures', 'x.png'), encode({ width: 9, height: 7, channels: 1, data }));
    await expect(predict(folder, pictureMlp, 'pictures')).rejects.toThrow(
      'x.png is 7 x 9 pixels (height x width); this network takes 8 x 8.',
    );
    await expect(predict(folder, pictureMlp, 'nowhere')).rejects.toThrow('is missing');
  });
});

describe('a table', () => {
  const rows = 'id,v,u\nfirst,-2,1\nsecond,-1.5,3\n';

  test('gives mean, spread in its parts and quantiles in the unit of the target, whatever the order of the columns', async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'rows.csv'), rows);
    const { result, file } = await predict(folder, tableMlp, 'rows.csv');
    const table = tableOf(file);
    expect(result).toMatchObject({ rows: 2, samples: 3, target: 'y', unit: 'MPa' });
    // Spreadsheets call the first row below the header 2.
    expect(numbers(table, 'row')).toEqual([2, 3]);
    const [std, aleatoric, epistemic] = ['std', 'std_aleatoric', 'std_epistemic'].map((name) =>
      numbers(table, name),
    );
    const [low, middle, high] = ['q05', 'q50', 'q95'].map((name) => numbers(table, name));
    table.rows.forEach((_, row) => {
      // The noise of 0.5 standard deviations of 4 MPa each.
      expect(aleatoric[row]).toBeCloseTo(2, 10);
      expect(std[row]).toBeCloseTo(Math.hypot(aleatoric[row], epistemic[row]), 10);
      expect(low[row]).toBeLessThan(middle[row]);
      expect(middle[row]).toBeLessThan(high[row]);
    });
  });

  test('of several heads each has its own columns, called by it', async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'rows.csv'), 'v,u\n-2,1\n-1.5,3\n');
    const { result, file } = await predict(folder, headsOfTable, 'rows.csv');
    const table = tableOf(file);
    expect(result).not.toHaveProperty('target');
    expect(table.header).toEqual(expect.arrayContaining(['kind.predicted', 'y.std_aleatoric', 'n.q95']));
    const column = (name: string) => numbers(table, name);
    table.rows.forEach((row, at) => {
      const [flat, house] = [column('kind.p_flat')[at], column('kind.p_house')[at]];
      expect(flat + house).toBeCloseTo(1, 6);
      expect(row[table.header.indexOf('kind.predicted')]).toBe(flat > house ? 'flat' : 'house');
      expect(column('y.std')[at]).toBeCloseTo(
        Math.hypot(column('y.std_aleatoric')[at], column('y.std_epistemic')[at]),
        10,
      );
      // A count's variance is its rate.
      expect(column('n.std_aleatoric')[at]).toBeCloseTo(Math.sqrt(column('n.mean')[at]), 5);
    });
  });

  test('has the same inputs of a column of times as in training', async () => {
    const dated = {
      ...tableMlp,
      normalisation: { ...tableMlp.normalisation, names: ['when@years', 'when@day cosine'] },
    };
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'rows.csv'), 'when\n2001-01-01 12:00\n2000-01-01\n');
    const byTimes = await predict(folder, dated, 'rows.csv');
    // 2001 begins 366 days after 2000; noon is half a turn.
    writeFileSync(join(folder, 'rows.csv'), `u,v\n${366.5 / 365.2425},-1\n0,1\n`);
    const byNumbers = await predict(folder, tableMlp, 'rows.csv');
    expect(numbers(tableOf(byTimes.file), 'mean')).toEqual(
      numbers(tableOf(byNumbers.file), 'mean').map((value) => expect.closeTo(value, 5)),
    );
    writeFileSync(join(folder, 'rows.csv'), 'when\n2001-01-01\nyesterday\n');
    await expect(predict(folder, dated, 'rows.csv')).rejects.toThrow(
      'row 3, column when: "yesterday" is no time as the others are',
    );
    writeFileSync(join(folder, 'rows.csv'), 'u\n1\n');
    await expect(predict(folder, dated, 'rows.csv')).rejects.toThrow('has no column named when;');
  });

  test('is refused in a sentence where a column is missing or a cell is no number', async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'rows.csv'), 'u,w\n1,2\n');
    await expect(predict(folder, tableMlp, 'rows.csv')).rejects.toThrow(
      'has no column named v; this network takes u, v.',
    );
    writeFileSync(join(folder, 'rows.csv'), 'u,v\n1,two\n');
    await expect(predict(folder, tableMlp, 'rows.csv')).rejects.toThrow(
      'row 2, column v: "two" is no number',
    );
  });
});

describe('what is no number', () => {
  const predictTable = async (rows: string) => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'rows.csv'), rows);
    return predict(folder, tableMlp, 'rows.csv');
  };

  // 1e300 is no float32; 3e38 is one, but not times a weight.
  test.each(['1e300', '3e38'])('is not predicted: a row with %s is named', async (value) => {
    await expect(predictTable(`u,v\n1,2\n\n${value},-${value}\n`)).rejects.toThrow(
      /rows\.csv, row 4, column u: .* is too large to compute with/,
    );
  });

  test('is no row of one column that is empty, nor one that is lost', async () => {
    const oneColumn = { ...tableMlp, task: { ...tableMlp.task, inputShape: [1] } };
    const posterior = { ...oneColumn, normalisation: { names: ['u'], mean: [1], std: [2] } };
    const folder = temporaryFolder();
    for (const empty of ['', '""']) {
      writeFileSync(join(folder, 'rows.csv'), `u\n1\n2\n${empty}\n4\n`);
      await expect(predict(folder, posterior, 'rows.csv')).rejects.toThrow(
        'row 4, column u: the cell is empty',
      );
    }
  });

  test.each([
    ['NaN', /\.mean holds NaN \(value 1 of \d+\); the weights of a posterior are finite numbers/, 'mean'],
    ['200', /log_std holds 200 \(value 1 of \d+\), whose standard deviation is too large/, 'log_std'],
  ])('is not predicted with a weight of %s', async (value, sentence, part) => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'rows.csv'), 'u,v\n1,2\n');
    const file = writePosterior(folder, tableMlp);
    const { tensors, metadata } = decodeSafetensors(readFileSync(file), file);
    const changed = tensors.find(({ name }) => name.endsWith(part));
    if (changed) changed.data[0] = Number(value);
    writeFileSync(file, encodeSafetensors(tensors, metadata));
    const input = join(folder, 'rows.csv');
    const work = {
      kind: 'predict',
      posterior: file,
      input,
      out: join(folder, 'out.csv'),
      format: 'csv',
    } as const;
    await expect(predictFile(work, javascript, nobody)).rejects.toThrow(sentence);
  });
});

describe('a series', () => {
  const hours = (count: number) =>
    Array.from({ length: count }, (_, hour) => `2024-01-01 ${String(hour).padStart(2, '0')}:00,${20 + hour}`);

  test('gives a row for each step after its end, under its time', async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'series.csv'), ['date,OT', ...hours(8)].join('\n'));
    const { file } = await predict(folder, seriesTransformer, 'series.csv');
    expect(tableOf(file).rows.map(([time]) => time)).toEqual(
      ['08', '09', '10', '11'].map((hour) => `2024-01-01T${hour}:00:00.000`),
    );
  });

  test('is forecast from columns known ahead, in rows whose value is left empty', async () => {
    const folder = temporaryFolder();
    const rows = (ahead: number, shift = 0) =>
      Array.from({ length: 8 + ahead }, (_, hour) => {
        const [load, wind] = hour < 8 ? [20 + hour, 4] : ['', ''];
        return `2024-01-01 ${String(hour).padStart(2, '0')}:00,${load},${wind},${9 + (hour < 8 ? 0 : shift)}`;
      });
    const forecast = async (name: string, lines: readonly string[]) => {
      writeFileSync(join(folder, `${name}.csv`), ['date,OT,wind,temperature', ...lines].join('\n'));
      const { file } = await predict(
        folder,
        seriesWithCovariates,
        `${name}.csv`,
        javascript,
        `${name}-out.csv`,
      );
      return tableOf(file);
    };
    const cold = await forecast('cold', rows(4));
    expect(cold.rows.map(([time]) => time)).toEqual(
      ['08', '09', '10', '11'].map((hour) => `2024-01-01T${hour}:00:00.000`),
    );
    // What lies further ahead than the forecast makes no difference, the temperature within it does.
    expect((await forecast('longer', rows(6))).rows).toEqual(cold.rows);
    expect((await forecast('warm', rows(4, 6))).rows).not.toEqual(cold.rows);
    await expect(forecast('few', rows(3))).rejects.toThrow(
      'has 3 rows after its last OT; this network forecasts 4 steps and needs temperature of each',
    );
    const unknown = rows(4).map((line, at) => (at === 9 ? line.replace(/9$/, '') : line));
    await expect(forecast('unknown', unknown)).rejects.toThrow(
      'temperature is not known at 2024-01-01T09:00:00.000',
    );
  });

  test('of several columns gives each its own beside the others, in its own unit', async () => {
    const folder = temporaryFolder();
    const rows = hours(12).map((line, hour) =>
      hour < 8 ? `${line},${4 + (hour % 3)},9` : `${line.split(',')[0]},,,9`,
    );
    writeFileSync(join(folder, 'two.csv'), ['date,OT,wind,temperature', ...rows].join('\n'));
    // One noise for both, so that their units alone differ.
    const inference = { noise: { kind: 'learned', perTarget: false } } as const;
    const shared = { ...seriesOfTwo, experiment: { ...seriesOfTwo.experiment, inference } };
    const { file, result } = await predict(folder, shared, 'two.csv');
    const { header, rows: forecast } = tableOf(file);
    expect(header.slice(0, 3)).toEqual(['time', 'OT.mean', 'OT.std']);
    expect(forecast.map(([time]) => time)).toEqual(
      ['08', '09', '10', '11'].map((hour) => `2024-01-01T${hour}:00:00.000`),
    );
    expect(result.rows).toBe(4);
    // Standardised they are alike, with means of 20 and 4, and spreads of 5 and 2.
    for (const row of forecast) {
      const of = (name: string) => Number(row[header.indexOf(name)]);
      expect(Math.abs(of('OT.mean') - 20)).toBeLessThan(5 * 5);
      expect(Math.abs(of('wind.mean') - 4)).toBeLessThan(5 * 2);
      expect(of('OT.std_aleatoric') / of('wind.std_aleatoric')).toBeCloseTo(5 / 2, 5);
    }
  });

  test('among several is forecast by itself, under its name, from its own end', async () => {
    const folder = temporaryFolder();
    const several = {
      ...seriesTransformer,
      experiment: {
        ...seriesTransformer.experiment,
        data: { ...seriesTransformer.experiment.data, seriesColumn: 'site' },
      },
    } as typeof seriesTransformer;
    const [long, short] = [hours(9), hours(7).map((line) => line.replace(',2', ',3'))];
    writeFileSync(join(folder, 'a.csv'), ['date,OT', ...long].join('\n'));
    writeFileSync(join(folder, 'b.csv'), ['date,OT', ...short].join('\n'));
    const alone = async (name: string) => {
      const input = `${name}.csv`;
      const { file } = await predict(folder, seriesTransformer, input, javascript, `${name}-out.csv`);
      return tableOf(file).rows.map((row) => [name, ...row]);
    };
    const expected = [...(await alone('a')), ...(await alone('b'))];
    const both = [...long.map((line) => `${line},a`), ...short.map((line) => `${line},b`)];
    writeFileSync(join(folder, 'both.csv'), ['date,OT,site', ...both].join('\n'));
    const together = tableOf((await predict(folder, several, 'both.csv')).file);
    expect(together.header.slice(0, 3)).toEqual(['series', 'time', 'mean']);
    expect(together.rows).toEqual(expected);
    writeFileSync(join(folder, 'few.csv'), ['date,OT,site', ...both.slice(0, 12)].join('\n'));
    await expect(predict(folder, several, 'few.csv')).rejects.toThrow(
      'few.csv: series b has 3 rows; this network forecasts from the last 6.',
    );
  });

  test('depends on its last steps alone', async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'series.csv'), ['date,OT', ...hours(8)].join('\n'));
    const whole = readFileSync((await predict(folder, seriesTransformer, 'series.csv')).file, 'utf8');
    writeFileSync(join(folder, 'series.csv'), ['date,OT', ...hours(8).slice(2)].join('\n'));
    const end = readFileSync((await predict(folder, seriesTransformer, 'series.csv')).file, 'utf8');
    expect(end).toBe(whole);
  });

  const daily = { ...seriesTransformer, timeStep: { kind: 'units', units: '86400', digits: 0 } } as const;
  const monthly = { ...seriesTransformer, timeStep: { kind: 'months', months: 1 } } as const;
  const of28Days = {
    ...seriesTransformer,
    timeStep: { kind: 'units', units: '2419200', digits: 0 },
  } as const;
  const days = Array.from({ length: 8 }, (_, day) => `2024-01-0${day + 1},${20 + day}`);
  const months = Array.from({ length: 8 }, (_, month) => `2024-0${month + 1}-01,${20 + month}`);

  test.each([
    ['days for hours', daily, hours(8), '1 h', '1 day'],
    ['days for months', daily, months, '1 month', '1 day'],
    ['months for days', monthly, days, '1 day', '1 month'],
    ['28 days for months', of28Days, months, '1 month', '28 days'],
  ])('of another step is refused, %s', async (_what, posterior, rows, found, trained) => {
    const folder = temporaryFolder();
    const file = join(folder, 'series.csv');
    writeFileSync(file, ['date,OT', ...rows].join('\n'));
    await expect(predict(folder, posterior, 'series.csv')).rejects.toThrow(
      `${file} has steps of ${found}, and this network was trained on steps of ${trained}; name a file with steps of ${trained}.`,
    );
  });

  test.each([
    ['days', daily, days, '2024-01-09T00:00:00.000'],
    ['days with milliseconds', daily, days.map((row) => row.replace(',', ' 00:00:00.000,')), '2024-01-09'],
    ['months', monthly, months, '2024-09-01'],
  ])(
    'of the step that was trained on is forecast without a note, %s',
    async (_what, posterior, rows, next) => {
      const folder = temporaryFolder();
      writeFileSync(join(folder, 'series.csv'), ['date,OT', ...rows].join('\n'));
      const { result, file } = await predict(folder, posterior, 'series.csv');
      expect(result.notes).toEqual([]);
      expect(tableOf(file).rows[0][0]).toMatch(next);
    },
  );

  test('is forecast by a posterior of an earlier version, which keeps no step, with a note', async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'series.csv'), ['date,OT', ...hours(8)].join('\n'));
    const { result } = await predict(folder, seriesTransformer, 'series.csv');
    expect(result.notes).toEqual([
      'The posterior does not keep the step of the series that its network was trained on; it was taken for that of the file, 1 h.',
    ]);
  });

  test('is refused in a sentence where it is shorter than what the network looks back on', async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'series.csv'), ['date,OT', ...hours(5)].join('\n'));
    await expect(predict(folder, seriesTransformer, 'series.csv')).rejects.toThrow(
      'has 5 rows; this network forecasts from the last 6.',
    );
  });
});

/** Variables over [time, 5, 6] in one file with a time coordinate. */
function timedFields(
  units: string,
  times: readonly number[],
  variables: readonly { readonly name: string; readonly values: readonly number[] }[],
): Uint8Array {
  const layout = classicLayout(
    [
      { name: 'time', length: times.length },
      { name: 'lat', length: 5 },
      { name: 'lon', length: 6 },
    ],
    [
      { name: 'time', dimensions: [0], attributes: { units }, type: 'double' },
      ...variables.map(
        ({ name }) => ({ name, dimensions: [0, 1, 2], attributes: {}, type: 'double' }) as const,
      ),
    ],
    {},
  );
  const bytes = new Uint8Array(layout.bytes);
  bytes.set(layout.header);
  [times, ...variables.map(({ values }) => values)].forEach((values, at) => {
    bytes.set(classicNumbers(values, 'double'), layout.begins[at]);
  });
  return bytes;
}

describe('fields', () => {
  const cells = 5 * 6;
  /** Two variables over so many time steps, the second a hundred higher; one value is not known. */
  const variables = (steps: number) =>
    ['p', 'q'].map((name, field) => ({
      name,
      shape: [steps, 5, 6],
      values: Array.from({ length: steps * cells }, (_, at) => (at === 7 ? Number.NaN : at + 100 * field)),
    }));

  test('give a row for each cell and field of the step after each time step, in the units of the fields', async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'fields.nc'), netcdf3(variables(2)));
    const { result, file } = await predict(folder, fieldSwin, 'fields.nc');
    const table = tableOf(file);
    expect(result).toMatchObject({ rows: 2 * cells * 2, columns: table.header });
    expect(table.rows.slice(0, 3).map((row) => row.slice(0, 4))).toEqual([
      ['1', '0', '0', 'p'],
      ['1', '0', '0', 'q'],
      ['1', '0', '1', 'p'],
    ]);
    expect(table.rows.at(-1)?.slice(0, 4)).toEqual(['2', '4', '5', 'q']);
    // The learned noise of each field, in its unit: standard deviations are 3 and 4.
    const { tensors } = decodeSafetensors(readFileSync(join(folder, 'posterior.safetensors')), 'posterior');
    const [ofP, ofQ] = tensors.find(({ name }) => name === 'likelihood.log_std')?.data.map(Math.exp) ?? [];
    const [p, q] = numbers(table, 'std_aleatoric');
    expect(p / (3 * ofP)).toBeCloseTo(1, 6);
    expect(q / (4 * ofQ)).toBeCloseTo(1, 6);
    expect(numbers(table, 'mean').every(Number.isFinite)).toBe(true);
  });

  test('under one noise of all have it in the units of each', async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'fields.nc'), netcdf3(variables(2)));
    const inference = { noise: { kind: 'learned', perTarget: false } } as const;
    const shared = { ...fieldSwin, experiment: { ...fieldSwin.experiment, inference } };
    const { file } = await predict(folder, shared, 'fields.nc');
    const [p, q] = numbers(tableOf(file), 'std_aleatoric');
    expect(q / p).toBeCloseTo(4 / 3, 10);
  });

  test('are written as NetCDF in the coordinates of the file, at the times of the steps that are predicted', async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'fields.nc'), timedFields('hours since 2020-01-01', [6, 12], variables(2)));
    const { file } = await predict(folder, fieldSwin, 'fields.nc', javascript, 'out.nc');
    const table = tableOf((await predict(folder, fieldSwin, 'fields.nc')).file);
    const bytes = readFileSync(file);
    const read = await readGridVariables(bytes, file, ['p_mean', 'q_std'], openNetcdf4);
    expect(read.map(({ shape, times }) => [shape, [...(times?.values ?? [])], times?.units])).toEqual([
      [[2, 5, 6], [12, 18], 'hours since 2020-01-01'],
      [[2, 5, 6], [12, 18], 'hours since 2020-01-01'],
    ]);
    // Rows of the table: p and q of each cell, one after the other.
    const [means, stds] = ['mean', 'std'].map((column) => numbers(table, column));
    expect([...read[0].values]).toEqual(means.filter((_, row) => row % 2 === 0).map(Math.fround));
    expect([...read[1].values]).toEqual(stds.filter((_, row) => row % 2 === 1).map(Math.fround));
  });

  test('alone are written as NetCDF', async () => {
    const folder = temporaryFolder();
    writePictures(folder, ['a.png']);
    await expect(predict(folder, pictureMlp, 'pictures', javascript, 'out.nc')).rejects.toThrow(
      'A NetCDF file holds predicted fields alone; write .csv or .parquet for these data.',
    );
  });

  test('of one time step are enough, and a step does not depend on those around it', async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'two.nc'), netcdf3(variables(2)));
    writeFileSync(join(folder, 'one.nc'), netcdf3(variables(1)));
    const two = tableOf((await predict(folder, fieldSwin, 'two.nc', javascript, 'two.csv')).file);
    const one = tableOf((await predict(folder, fieldSwin, 'one.nc', javascript, 'one.csv')).file);
    expect(two.rows.slice(0, one.rows.length)).toEqual(one.rows);
  });

  test('are refused in a sentence where they have another grid, or a variable is missing', async () => {
    const folder = temporaryFolder();
    const turned = variables(2).map((variable) => ({ ...variable, shape: [2, 6, 5] }));
    writeFileSync(join(folder, 'fields.nc'), netcdf3(turned));
    await expect(predict(folder, fieldSwin, 'fields.nc')).rejects.toThrow(
      'has a grid of 6 x 5 (rows x columns); this network takes 5 x 6.',
    );
    writeFileSync(join(folder, 'fields.nc'), netcdf3(variables(2).slice(1)));
    await expect(predict(folder, fieldSwin, 'fields.nc')).rejects.toThrow('has no variable named p');
    mkdirSync(join(folder, 'empty'));
    await expect(predict(folder, fieldSwin, 'empty')).rejects.toThrow(
      'has no file *.nc; it is neither a folder of NetCDF files nor a Zarr store',
    );
  });
});
