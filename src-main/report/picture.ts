import { type Html, html, shortNumber } from './html';

const width = 300;
const height = 220;
const left = 68;
const top = 10;
const below = 44;

export interface Axis {
  readonly title: string;
  readonly low: number;
  readonly high: number;
  /** How a number is written beside the axis. */
  readonly label?: (value: number) => string;
}

export type Place = readonly [x: number, y: number];

/** Places within two axes, as SVG. */
export class Picture {
  readonly #marks: Html[] = [];

  constructor(
    readonly title: string,
    readonly across: Axis,
    readonly up: Axis,
  ) {}

  line(places: readonly Place[], kind: 'curve' | 'ideal' = 'curve'): this {
    const known = places.filter(([x, y]) => Number.isFinite(x) && Number.isFinite(y));
    const points = known.map((place) => this.#at(place).join(',')).join(' ');
    return this.#mark(html`<polyline class="${kind}" points="${points}" />`);
  }

  band(upper: readonly Place[], lower: readonly Place[]): this {
    const points = [...upper, ...[...lower].reverse()].map((place) => this.#at(place).join(',')).join(' ');
    return this.#mark(html`<polygon class="band" points="${points}" />`);
  }

  dots(places: readonly Place[]): this {
    for (const place of places) {
      const [x, y] = this.#at(place);
      this.#mark(html`<circle cx="${x}" cy="${y}" r="3" />`);
    }
    return this;
  }

  /** A bar from the lower end of the axis up to the second place. */
  bar([from, to]: Place, value: number): this {
    const [x, y] = this.#at([from, value]);
    const [end] = this.#at([to, value]);
    return this.#mark(
      html`<rect x="${round(x + 0.5)}" y="${y}" width="${round(Math.max(0, end - x - 1))}" height="${round(top + height - y)}" />`,
    );
  }

  /** @param text what the picture says, below it */
  figure(text: string): Html {
    const size = [left + width + 16, top + height + below].join(' ');
    return html`<figure>
<h3>${this.title}</h3>
<svg viewBox="0 0 ${size}" role="img" aria-label="${this.title}">
${this.#grid()}
${this.#marks}
<text x="${left + width / 2}" y="${top + height + 36}" text-anchor="middle">${this.across.title}</text>
<text transform="rotate(-90)" x="${-(top + height / 2)}" y="12" text-anchor="middle">${this.up.title}</text>
</svg>
<figcaption>${text}</figcaption>
</figure>`;
  }

  #grid(): readonly Html[] {
    return [0, 0.5, 1].map((share) => {
      const x = this.across.low + share * (this.across.high - this.across.low);
      const y = this.up.low + share * (this.up.high - this.up.low);
      const [atX, atY] = this.#at([x, y]);
      return html`<line class="grid" x1="${left}" x2="${left + width}" y1="${atY}" y2="${atY}" />
<text x="${left - 6}" y="${atY + 4}" text-anchor="end">${labelOf(this.up, y)}</text>
<text x="${atX}" y="${top + height + 16}" text-anchor="middle">${labelOf(this.across, x)}</text>`;
    });
  }

  #mark(mark: Html): this {
    this.#marks.push(mark);
    return this;
  }

  #at([x, y]: Place): [number, number] {
    const share = (value: number, { low, high }: Axis) => (value - low) / (high - low || 1);
    return [
      round(left + width * share(x, this.across)),
      round(top + height * (1 - Math.min(1, Math.max(0, share(y, this.up))))),
    ];
  }
}

function labelOf({ label = shortNumber }: Axis, value: number): string {
  return label(Number(value.toPrecision(3)));
}

function round(pixels: number): number {
  return Number(pixels.toFixed(2));
}

/** An axis of shares from 0 to 1, written in percent. */
export function shareAxis(title: string): Axis {
  return { title, low: 0, high: 1, label: percent };
}

export function percent(share: number): string {
  return `${shortNumber(Number((100 * share).toPrecision(3)))} %`;
}
