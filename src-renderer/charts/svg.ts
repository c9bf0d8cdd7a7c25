import type { ChartPoint } from './line/drawing';

/** What an SVG picture of a chart shows; positions in the chart's own pixels, as its scales place them. */
export interface SvgChart {
  readonly title: string;
  readonly width: number;
  readonly height: number;
  readonly colours: { readonly ground: string; readonly text: string; readonly grid: string };
  readonly area: {
    readonly left: number;
    readonly right: number;
    readonly top: number;
    readonly bottom: number;
  };
  readonly xTicks: readonly SvgTick[];
  readonly yTicks: readonly SvgTick[];
  readonly xTitle: string;
  readonly lines: readonly SvgLine[];
}

interface SvgTick {
  readonly at: number;
  readonly text: string;
}

export interface SvgLine {
  /** Empty for what needs no key of its own: the band of a group. */
  readonly label: string;
  readonly colour: string;
  readonly width: number;
  readonly dash: readonly number[];
  readonly points: readonly ChartPoint[];
  /** Filled within, as a band is; otherwise a line. */
  readonly isArea: boolean;
  /** 1 unless it is said. */
  readonly opacity?: number;
}

const titleHeight = 28;
const keyHeight = 20;

/** The chart as an SVG document with title and keys; names are text in it, never markup. */
export function svgOf(chart: SvgChart): string {
  const { width, area, colours } = chart;
  const named = chart.lines.filter(({ label }) => label !== '');
  const height = chart.height + titleHeight + keyHeight * named.length;
  const parts = [
    `<rect width="${width}" height="${height}" fill="${colours.ground}"/>`,
    text(12, 19, chart.title, 'font-weight="600" font-size="14"'),
    `<g transform="translate(0 ${titleHeight})">`,
    ...chart.yTicks.flatMap(({ at, text: label }) => [
      `<path d="M${area.left} ${at}H${area.right}" stroke="${colours.grid}"/>`,
      text(area.left - 6, at + 4, label, 'text-anchor="end"'),
    ]),
    ...chart.xTicks.map(({ at, text: label }) => text(at, area.bottom + 18, label, 'text-anchor="middle"')),
    text((area.left + area.right) / 2, area.bottom + 36, chart.xTitle, 'text-anchor="middle"'),
    ...chart.lines.map(polyline),
    '</g>',
    ...named.map((line, index) =>
      text(
        12,
        titleHeight + chart.height + 14 + index * keyHeight,
        `— ${line.label}`,
        `fill="${line.colour}"`,
      ),
    ),
  ];
  const box = `xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}"`;
  return `<svg ${box} font-family="sans-serif" font-size="12" fill="${colours.text}">${parts.join('')}</svg>\n`;
}

function polyline({ colour, width, dash, points, isArea, opacity }: SvgLine): string {
  let path = '';
  let isPenUp = true;
  for (const { x, y } of points) {
    if (Number.isFinite(y)) path += `${isPenUp ? 'M' : 'L'}${x.toFixed(1)} ${y.toFixed(1)}`;
    isPenUp = !Number.isFinite(y);
  }
  if (isArea) return `<path d="${path}Z" fill="${colour}" fill-opacity="0.18"/>`;
  const pale = opacity === undefined ? '' : ` stroke-opacity="${opacity}"`;
  return `<path d="${path}" fill="none" stroke="${colour}" stroke-width="${width}" stroke-dasharray="${dash.join(' ')}"${pale}/>`;
}

function text(x: number, y: number, content: string, attributes: string): string {
  return `<text x="${x}" y="${y}" ${attributes}>${escaped(content)}</text>`;
}

/** Text as XML takes it, so that a name with markup in it stays a name. */
export function escaped(content: string): string {
  const entities: Readonly<Record<string, string>> = {
    '&': '&amp;',
    '<': '&lt;',
    '>': '&gt;',
    '"': '&quot;',
  };
  return content.replace(/[&<>"]/g, (character) => entities[character] ?? character);
}
