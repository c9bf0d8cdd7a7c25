import { expect, it } from 'vitest';
import { csvOf } from '../../../src-renderer/charts/csv';
import { fileName } from '../../../src-renderer/charts/save';
import { svgOf } from '../../../src-renderer/charts/svg';

const line = { look: 0, within: 2, withoutPlace: 0, last: 2 };

it('writes a chart’s points as CSV, names with commas and quotes kept whole', () => {
  const points = [{ x: 0, y: 0.5 }];
  const lines = [{ ...line, key: 'a', label: 'wide, "deep"', points }];
  expect(csvOf('train.loss', 'step', lines)).toBe('line,step,train.loss\r\n"wide, ""deep""",0,0.5\r\n');
});

it('keeps a name that a spreadsheet would take for a formula a text', () => {
  const lines = [{ ...line, key: 'a', label: '=1+1', points: [{ x: -1, y: -2 }] }];
  expect(csvOf('a', 'step', lines)).toBe("line,step,a\r\n'=1+1,-1,-2\r\n");
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
