import type { ChartData } from '../../../charts/chart-data';
import { pageColour } from '../../../charts/page-colours';
import { escaped } from '../../../charts/svg';
import { pixelImage } from '../maps/pixels';
import { className, type DoubtedItem, doubtText, guessesOf } from './doubted-item';

const cell = { width: 320, height: 118 };
const columns = 3;
const bar = { left: 158, width: 110 };

/** Doubted items as one SVG document, as their cards show them. */
export function gridPicture(
  title: string,
  items: readonly DoubtedItem[],
  classes: readonly string[],
): string {
  const width = columns * cell.width;
  const height = 34 + Math.ceil(items.length / columns) * cell.height;
  const cards = items.map((item, place) => {
    const x = (place % columns) * cell.width + 12;
    const y = 34 + Math.floor(place / columns) * cell.height;
    return `<g transform="translate(${x} ${y})">${card(item, classes)}</g>`;
  });
  const ground = `<rect width="${width}" height="${height}" fill="${pageColour('--surface')}"/>`;
  const head = `<text x="12" y="20" font-size="14" font-weight="600">${escaped(title)}</text>`;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" font-family="sans-serif" font-size="11" fill="${pageColour('--text')}">${ground}${head}${cards.join('')}</svg>\n`;
}

function card(item: DoubtedItem, classes: readonly string[]): string {
  const truth = className(item.label, classes);
  const verdict =
    item.label === item.predicted ? 'named right' : `taken for ${className(item.predicted, classes)}`;
  const guesses = guessesOf(item, classes).map((guess, row) => {
    const y = 26 + row * 15;
    const colour = pageColour(guess.isTruth ? '--accent' : '--line-strong');
    const ticks = guess.bySample
      .map((place) => `<rect x="${bar.left + place * bar.width}" y="${y}" width="1" height="8"/>`)
      .join('');
    return `<text x="96" y="${y + 8}">${escaped(guess.name.slice(0, 10))}</text>
<rect x="${bar.left}" y="${y}" width="${bar.width}" height="8" fill="${pageColour('--sunken')}"/>
<rect x="${bar.left}" y="${y}" width="${guess.probability * bar.width}" height="8" fill="${colour}"/>${ticks}
<text x="300" y="${y + 8}" text-anchor="end">${Math.round(guess.probability * 100)}\u00a0%</text>`;
  });
  return `<image width="84" height="84" href="${pixelImage(item)}" image-rendering="pixelated"/>
<text x="96" y="12"><tspan font-weight="700">${escaped(truth)}</tspan> ${escaped(verdict)}, item ${item.item}</text>
${guesses.join('')}<text x="0" y="100" font-size="10">${escaped(doubtText(item))}</text>`;
}

/** The numbers behind doubted items: what they are, what they were taken for, and every class's probability. */
export function gridData(items: readonly DoubtedItem[], classes: readonly string[]): ChartData {
  const most = Math.max(0, ...items.map(({ probabilities }) => probabilities.length));
  const names = Array.from({ length: most }, (_, index) => `Probability of ${className(index, classes)}`);
  return {
    head: ['Item', 'Is', 'Taken for', 'Entropy, nats', 'Mutual information, nats', 'Error, nats', ...names],
    rows: items.map((item) => [
      item.item,
      className(item.label, classes),
      className(item.predicted, classes),
      item.entropy,
      item.mutualInformation,
      item.error ?? '',
      ...item.probabilities,
    ]),
  };
}
