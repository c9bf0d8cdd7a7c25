import {
  Chart,
  type ChartConfiguration,
  LinearScale,
  LineController,
  LineElement,
  LogarithmicScale,
  PointElement,
  type Scale,
  Tooltip,
  type TooltipItem,
} from 'chart.js';
import { formatMetric, formatNumber, isShare } from '../format/numbers';
import { colourVariable, dashOf } from './palette';
import { type ChartPoint, drawInto } from './reduce';
import { type Axis, axisLabels, type Series } from './series';
import { wholeSpacings } from './ticks';

Chart.register(LineController, LineElement, PointElement, LinearScale, LogarithmicScale, Tooltip);

/** Most points drawn of one line; beyond that, lowest and highest of neighbours stand for them. */
export const mostPoints = 900;

/** One line of a chart. */
export interface Line {
  readonly key: string;
  readonly label: string;
  readonly look: number;
  readonly series: Series;
  /** Zero of the time axis, in milliseconds since the Unix epoch. */
  readonly origin: number;
}

export interface ChartLook {
  readonly metric: string;
  readonly axis: Axis;
  readonly isLogarithmic: boolean;
}

/** A Chart.js line chart on a canvas, in the colours of the page; it shows nothing until `show` is called. */
export class LinesChart {
  readonly #chart: Chart<'line', ChartPoint[]>;
  readonly #look: ChartLook;
  readonly #points = new Map<string, ChartPoint[]>();

  constructor(canvas: HTMLCanvasElement, look: ChartLook) {
    this.#look = look;
    this.#chart = new Chart<'line', ChartPoint[]>(canvas, configuration(look));
  }

  /** Draws the lines as they are now. Points already drawn are kept; only new ones are added. */
  show(lines: readonly Line[]): void {
    this.#chart.data.datasets = lines.map((line, index) => this.#dataset(line, index));
    this.#chart.update('none');
  }

  /** Takes the page's colours again, say after a change of theme. */
  recolour(lines: readonly Line[]): void {
    Object.assign(this.#chart.options, configuration(this.#look).options);
    this.show(lines);
  }

  destroy(): void {
    this.#chart.destroy();
  }

  #dataset(line: Line, index: number) {
    const points = this.#points.get(line.key) ?? [];
    this.#points.set(line.key, points);
    drawInto(points, line.series, this.#look.axis, line.origin, mostPoints);
    const colour = pageColour(colourVariable(line.look));
    return {
      label: line.label,
      data: points,
      // Later lines lie on top: validation has few points and would vanish beneath training.
      order: -index,
      borderColor: colour,
      backgroundColor: colour,
      borderDash: [...dashOf(line.look)],
      borderWidth: 1.75,
      pointRadius: points.length === 1 ? 3 : 0,
      pointHitRadius: 8,
    };
  }
}

function configuration(look: ChartLook): ChartConfiguration<'line', ChartPoint[]> {
  return {
    type: 'line',
    data: { datasets: [] },
    options: {
      animation: false,
      parsing: false,
      normalized: true,
      maintainAspectRatio: false,
      interaction: { mode: 'nearest', axis: 'x', intersect: false },
      scales: scalesOf(look),
      plugins: { tooltip: { callbacks: tooltipTexts(look) } },
    },
  };
}

function scalesOf({ axis, metric, isLogarithmic }: ChartLook) {
  const line = pageColour('--line');
  const color = pageColour('--muted');
  const font = { family: getComputedStyle(document.body).fontFamily, size: 12 };
  return {
    x: {
      type: 'linear',
      bounds: 'data',
      min: 0,
      grid: { display: false },
      border: { color: line },
      ticks: { color, font, maxTicksLimit: 7, maxRotation: 0 },
      afterBuildTicks: (scale: Scale) => {
        scale.ticks = wholeSpacings(scale.ticks);
      },
      title: { display: true, text: axisLabels[axis], color, font },
    },
    y: {
      type: isLogarithmic ? 'logarithmic' : 'linear',
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

function tooltipTexts({ axis, metric }: ChartLook) {
  return {
    title: ([item]: readonly TooltipItem<'line'>[]) =>
      item ? `${axisLabels[axis]} ${formatNumber(item.parsed.x ?? 0)}` : '',
    label: (item: TooltipItem<'line'>) =>
      `${item.dataset.label}: ${formatMetric(metric, item.parsed.y ?? Number.NaN)}`,
  };
}

function tickText(metric: string, value: number): string {
  return isShare(metric) ? `${Number((value * 100).toFixed(1))} %` : formatNumber(value);
}

function pageColour(variable: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(variable).trim();
}
