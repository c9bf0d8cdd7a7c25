import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parseCsv } from '../../../src-files/csv/csv';
import { encodeBytes, encodeFloats } from '../../../src-main/export/npy';
import { assessmentMetrics } from '../../../src-shared/assessment/assessment-metrics';
import { temporaryFolder } from '../../temporary-folder';
import { classMaps } from '../posterior/small-posteriors';
import { assess } from './assessing';

describe('a network of class maps', () => {
  /** Arrays of 12 items with a class for each of 4 x 5 pixels, every ninth ignored. */
  function maps() {
    const location = join(temporaryFolder(), 'maps');
    mkdirSync(location);
    const numbers = Float32Array.from({ length: 12 * 40 }, (_, at) => Math.sin(at) + (at % 3));
    writeFileSync(join(location, 'x.npy'), encodeFloats([12, 4, 5, 2], numbers));
    const labels = Uint8Array.from({ length: 12 * 20 }, (_, at) => (at % 9 === 0 ? 255 : (at >> 2) % 3));
    writeFileSync(join(location, 'y.npy'), encodeBytes([12, 4, 5], labels));
    const data = { dataset: 'arrays', path: location, task: 'segmentation', testFraction: 0.5 } as const;
    const experiment = { ...classMaps.experiment, data, evaluation: { samples: 3 } };
    return { location, posterior: { ...classMaps, experiment } };
  }

  test('is scored by pixels, on other arrays too, told from noise item by item, and has a table with an item a row', async () => {
    const { location, posterior } = maps();
    const part = join(temporaryFolder(), 'items.csv');
    const found = await assess(posterior, location, {
      labelled: [location],
      ood: [{ kind: 'noise' }],
      pruning: true,
      table: { part, format: 'csv' },
    });
    const metrics = assessmentMetrics(found);
    expect(found.items).toBe(6);
    expect(found.maps?.pixels).toBeLessThan(6 * 20);
    // All 12 items, those of the test among them; 27 of 240 pixels are ignored.
    expect(found.labelled?.[0]?.maps?.pixels).toBe(240 - 27);
    for (const name of [
      'test.meanIoU',
      'test.boundaryEce',
      'data.maps.dice',
      'risk-coverage.aurc',
      'ood.noise.auroc.entropy',
    ])
      expect(metrics[name]).toBeGreaterThanOrEqual(0);
    expect(metrics['pruning.0.accuracy']).toBe(metrics['test.accuracy']);
    const { header, rows, cell } = parseCsv(readFileSync(part), part);
    expect(header).toEqual(
      'item,array_item,accuracy,nll_nats,share_a,share_b,share_c,entropy_nats,aleatoric_nats,mutual_information_nats'.split(
        ',',
      ),
    );
    expect(rows).toBe(6);
    const means = Array.from({ length: rows }, (_, row) => Number(cell(row, 3)));
    // Of items that differ in how many pixels count by one.
    expect(means.reduce((sum, one) => sum + one, 0) / rows).toBeCloseTo(metrics['test.nll'] ?? Number.NaN, 1);
  });

  test('is taken apart by nothing, spoilt in no way, and refused labels that it does not know', async () => {
    const { location, posterior } = maps();
    await expect(assess(posterior, location, { by: ['class'] })).rejects.toThrow(
      'by: the items of this run are not told apart by class, nor by anything else.',
    );
    await expect(assess(posterior, location, { corruptions: true })).rejects.toThrow(/^corruptions: /);
    const other = maps().location;
    writeFileSync(join(other, 'y.npy'), encodeBytes([12, 4, 5], new Uint8Array(240).fill(7)));
    await expect(assess(posterior, location, { labelled: [other] })).rejects.toThrow(/7/);
  });
});
