import {
  Chart,
  type ChartConfiguration,
  type ChartDataset,
  Filler,
  LinearScale,
  LineController,
  LineElement,
  LogarithmicScale,
  PointElement,
  type Scale,
} from 'chart.js';
import { formatNumber, isShare } from '../format/numbers';
import { type BandPoint, bandOf } from './band';
import type { ChartPoint, Drawing, DrawingLook } from './drawing';
import { pageColour, pageFont } from './page-colours';
import { colourVariable, dashOf } from './palette';
import { type PointerHooks, PointerLayer } from './pointer';
import { type Axis, axisLabels } from './series';
import { svgOf } from './svg';
import { wholeSpacings } from './ticks';

Chart.register(LineController, LineElement, PointElement, LinearScale, LogarithmicScale, Filler);

/** One line of a chart. */
export interface Line extends Drawing {
  readonly key: string;
  readonly label: string;
  readonly look: number;
  /** Lines of one group are drawn thin, beneath their mean and its band. */
  readonly group?: string;
}

/** Lines of one group, drawn together as mean and band. */
interface Group {
  readonly name: string;
  readonly look: number;
  readonly points: readonly BandPoint[];
}

export type ChartLook = Omit<DrawingLook, 'smoothing' | 'axis'> & { readonly axis: Axis };

/** Up to so many points of a line are shown as dots as well. */
const fewPoints = 12;

type Dataset = ChartDataset<'line', ChartPoint[]>;

/** A Chart.js line chart on a canvas, in the colours of the page; it shows nothing until `show` is called. */
export class LinesChart {
  readonly #chart: Chart<'line', ChartPoint[]>;
  readonly #pointer: PointerLayer;
  #groups: readonly Group[] = [];
  #xTitle = '';

  constructor(canvas: HTMLCanvasElement, hooks: PointerHooks) {
    this.#pointer = new PointerLayer(canvas, hooks);
    this.#chart = new Chart<'line', ChartPoint[]>(canvas, configuration(this.#pointer));
  }

  /** Draws the lines as they are now; `metric` decides how values are written. */
  show(metric: string, look: ChartLook, lines: readonly Line[]): void {
    this.#groups = groupsOf(lines);
    this.#chart.data.datasets = [...this.#groups.flatMap(groupDatasets), ...lines.map(lineDataset)];
    this.#xTitle = axisLabels[look.axis];
    this.#chart.options.scales = scalesOf(metric, look);
    this.#chart.update('none');
  }

  /** The chart as it is drawn now, as an SVG document. */
  svg(title: string): string {
    const { scales, chartArea, width, height, data } = this.#chart;
    const { x, y } = scales;
    const ticksOf = (scale: Scale | undefined) =>
      (scale?.ticks ?? []).map(({ value, label }) => ({
        at: scale?.getPixelForValue(value) ?? 0,
        text: String(label ?? value),
      }));
    const colours = {
      ground: pageColour('--surface'),
      text: pageColour('--text'),
      grid: pageColour('--line'),
    };
    const placed = (points: readonly ChartPoint[]) =>
      points.map((point) => ({
        x: x?.getPixelForValue(point.x) ?? 0,
        y: Number.isFinite(point.y) ? (y?.getPixelForValue(point.y) ?? 0) : Number.NaN,
      }));
    const bands = this.#groups.map(({ look, points }) => ({
      label: '',
      colour: pageColour(colourVariable(look)),
      width: 0,
      dash: [],
      points: placed(outlineOf(points)),
      isArea: true,
    }));
    const drawn = data.datasets.filter(({ borderWidth }) => borderWidth !== 0);
    const lines = drawn.map((dataset) => ({
      label: dataset.label ?? '',
      colour: String(dataset.borderColor),
      width: Number(dataset.borderWidth),
      dash: dashOfDataset(dataset),
      points: placed(dataset.data),
      isArea: false,
    }));
    const xTitle = this.#xTitle;
    return svgOf({
      title,
      width,
      height,
      colours,
      area: chartArea,
      xTicks: ticksOf(x),
      yTicks: ticksOf(y),
      xTitle,
      lines: [...bands, ...lines],
    });
  }

  /** Draws a line down the chart at a place of the horizontal axis. */
  showCursor(position: number | undefined): void {
    this.#pointer.cursor = position;
    this.#chart.draw();
  }

  destroy(): void {
    this.#pointer.end();
    this.#chart.destroy();
  }
}

/** The groups among the lines, in order of appearance, each with its band. */
function groupsOf(lines: readonly Line[]): readonly Group[] {
  const names = [...new Set(lines.flatMap(({ group }) => group ?? []))];
  return names.map((name) => {
    const members = lines.filter(({ group }) => group === name);
    return { name, look: members[0]?.look ?? 0, points: bandOf(members.map(({ points }) => points)) };
  });
}

/** Around a band: along its upper edge, and back along the lower one. */
function outlineOf(points: readonly BandPoint[]): readonly ChartPoint[] {
  const above = points.map(({ x, high }) => ({ x, y: high }));
  return [...above, ...points.map(({ x, low }) => ({ x, y: low })).reverse()];
}

function lineDataset(line: Line, index: number): Dataset {
  const { points } = line;
  const colour = pageColour(colourVariable(line.look));
  return {
    label: line.label,
    data: [...points],
    // Later lines lie on top: validation has few points and would vanish beneath training.
    order: -index,
    borderColor: line.group === undefined ? colour : withAlpha(colour, 0.4),
    backgroundColor: colour,
    borderDash: [...dashOf(line.look)],
    borderWidth: line.group === undefined ? 1.75 : 1,
    pointRadius: points.length <= fewPoints ? 3 : 0,
  };
}

function dashOfDataset({ borderDash }: Dataset): readonly number[] {
  return Array.isArray(borderDash) ? borderDash.map(Number) : [];
}

function groupDatasets({ look, points, name }: Group): Dataset[] {
  const colour = pageColour(colourVariable(look));
  const edge = { borderWidth: 0, pointRadius: 0, backgroundColor: withAlpha(colour, 0.18) };
  const at = (pick: (point: BandPoint) => number) => points.map((point) => ({ x: point.x, y: pick(point) }));
  return [
    { ...edge, label: `${name}, low`, data: at(({ low }) => low) },
    { ...edge, label: `${name}, high`, data: at(({ high }) => high), fill: '-1' },
    { label: name, data: at(({ mean }) => mean), borderColor: colour, borderWidth: 2.5, pointRadius: 0 },
  ];
}

/** A colour of the page (#rrggbb) that lets what lies beneath shine through. */
function withAlpha(colour: string, alpha: number): string {
  return `${colour}${Math.round(alpha * 255)
    .toString(16)
    .padStart(2, '0')}`;
}

function configuration(pointer: PointerLayer): ChartConfiguration<'line', ChartPoint[]> {
  return {
    type: 'line',
    data: { datasets: [] },
    plugins: [pointer.plugin],
    options: {
      animation: false,
      parsing: false,
      normalized: true,
      maintainAspectRatio: false,
      events: [],
    },
  };
}

function scalesOf(metric: string, look: ChartLook) {
  const line = pageColour('--line');
  const color = pageColour('--muted');
  const font = pageFont();
  const bounds = look.range ? { min: look.range.from, max: look.range.to } : look.isLogX ? {} : { min: 0 };
  return {
    x: {
      type: look.isLogX ? 'logarithmic' : 'linear',
      bounds: 'data',
      ...bounds,
      grid: { display: false },
      border: { color: line },
      ticks: {
        color,
        font,
        maxTicksLimit: 7,
        maxRotation: 0,
        callback: (value: string | number) => formatNumber(Number(value)),
      },
      afterBuildTicks: (scale: Scale) => {
        if (!look.isLogX && !look.range) scale.ticks = wholeSpacings(scale.ticks);
      },
      title: { display: true, text: axisLabels[look.axis], color, font },
    },
    y: {
      type: look.isLogY ? 'logarithmic' : 'linear',
      grid: { color: line, tickColor: line },
      border: { display: false },
      ticks: {
        color,
        font,
        maxTicksLimit: 6,
        callback: (value: string | number) => tickText(metric, Number(value)),
      },
    },
  } as const;
}

function tickText(metric: string, value: number): string {
  return isShare(metric) ? `${Number((value * 100).toFixed(1))} %` : formatNumber(value);
}
