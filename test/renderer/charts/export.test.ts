import { expect, it } from 'vitest';
import { csvOf, csvOfLines } from '../../../src-renderer/charts/csv';
import { fileName } from '../../../src-renderer/charts/save';
import { svgOf } from '../../../src-renderer/charts/svg';

it('writes every point of lines as CSV, names with commas and quotes kept whole', () => {
  const lines = [
    { label: 'wide, "deep"', x: [0, 1], y: [0.5, Number.NaN], smoothed: [] },
    { label: '=1+1', x: [-1], y: [-2], smoothed: [] },
  ];
  expect(csvOfLines('train.loss', 'step', lines).join('')).toBe(
    'line,step,train.loss\r\n"wide, ""deep""",0,0.5\r\n"wide, ""deep""",1,NaN\r\n\'=1+1,-1,-2\r\n',
  );
});

it('writes what was measured and what smoothing made of it side by side', () => {
  const lines = [{ label: 'a', x: [0, 1], y: [4, 2], smoothed: [4, 3] }];
  expect(csvOfLines('a', 'epoch', lines).join('')).toBe('line,epoch,a,smoothed\r\na,0,4,4\r\na,1,2,3\r\n');
});

it('writes the numbers behind a picture in full, and keeps what a spreadsheet would run as a formula a text', () => {
  const data = { head: ['Run', 'Score'], rows: [['@mine', 1 / 3]] };
  expect(csvOf(data)).toBe("Run,Score\r\n'@mine,0.3333333333333333\r\n");
});

it('makes a file’s name of the words in a title', () => {
  expect(fileName('Loss (negative ELBO)', 'svg')).toBe('loss-negative-elbo.svg');
  expect(fileName('../..', 'png')).toBe('chart.png');
});

it('draws an SVG in which names are text, never markup, and a gap lifts the pen', () => {
  const svg = svgOf({
    title: 'Loss <b>',
    width: 100,
    height: 50,
    colours: { ground: '#fff', text: '#000', grid: '#ddd' },
    area: { left: 10, right: 90, top: 5, bottom: 40 },
    xTicks: [],
    yTicks: [],
    xTitle: 'Step',
    lines: [
      {
        label: '<script>alert(1)</script>',
        colour: '#123456',
        width: 2,
        dash: [],
        isArea: false,
        points: [
          { x: 0, y: 1 },
          { x: 1, y: Number.NaN },
          { x: 2, y: 3 },
        ],
      },
    ],
  });
  expect(svg).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
  expect(svg).not.toContain('<script');
  expect(svg).toContain('d="M0.0 1.0M2.0 3.0"');
});
