import type { SegmentationReport, ShownMap } from '../../src-shared/assessment/segmentation-report';

const [height, width] = [6, 8];
const base64 = (bytes: readonly number[]) => Buffer.from(bytes).toString('base64');
const pixels = Array.from({ length: height * width }, (_, at) => ({
  row: Math.floor(at / width),
  column: at % width,
}));

/** A square before a ground, whose edge is unsure. */
function shownMap(item: number, entropy: number): ShownMap {
  const isInside = (row: number, column: number) => row > 1 && row < 5 && column > item && column < item + 4;
  return {
    item,
    entropy,
    mutualInformation: entropy / 4,
    error: 0.4 - entropy,
    accuracy: 0.93,
    truth: base64(pixels.map(({ row, column }) => (row === 0 ? 255 : isInside(row, column) ? 1 : 0))),
    named: base64(pixels.map(({ row, column }) => (isInside(row + 1, column) ? 1 : 0))),
    entropies: { largest: 0.69, bytes: base64(pixels.map(({ row, column }) => row * 30 + column)) },
    mutualInformations: { largest: 0.17, bytes: base64(pixels.map(({ row, column }) => row * 20 + column)) },
    picture: {
      channels: 1,
      pixels: base64(pixels.map(({ row, column }) => (isInside(row, column) ? 200 : 60))),
    },
  };
}

/** What a run of class maps leaves of its test items. */
export const segmentation: SegmentationReport = {
  version: 1,
  items: 24,
  pixels: 960,
  samples: 8,
  height,
  width,
  classes: [
    { name: 'ground', pixels: 700, iou: 0.96, dice: 0.98 },
    { name: 'square', pixels: 260, iou: 0.81, dice: 0.895 },
    { name: 'disc', pixels: 0, iou: Number.NaN, dice: Number.NaN },
  ],
  reliability: Array.from({ length: 15 }, (_, bin) => ({
    low: bin / 15,
    high: (bin + 1) / 15,
    items: bin < 7 ? 0 : 10 * bin,
    confidence: bin < 7 ? null : (bin + 0.5) / 15,
    accuracy: bin < 7 ? null : (bin + 0.2) / 15,
  })),
  bySamples: [1, 2, 4, 8].map((samples) => ({
    samples,
    accuracy: 0.95 - 0.02 / samples,
    nll: 0.14 + 0.05 / samples,
    brier: 0.08,
    ece: 0.02,
  })),
  refusing: Array.from({ length: 20 }, (_, place) => ({
    coverage: (place + 1) / 20,
    risk: 0.003 * place,
    doubt: 0.02 * place,
  })),
  doubts: Array.from({ length: 24 }, (_, item) => ({
    item,
    aleatoric: 0.02 * ((item * 7) % 24),
    epistemic: 0.01 * ((item * 5) % 24),
    accuracy: 1 - item / 200,
  })),
  shownItems: [0, 1, 2, 3].map((item) => shownMap(item, 0.1 + 0.05 * item)),
};
