import type { EvaluationReport } from '../../../src-shared/assessment/evaluation-report';
import { pageColour } from '../../charts/page-colours';
import { escaped } from '../../charts/svg';
import { className } from './doubt/doubted-item';

const [side, left, top] = [34, 120, 54];

/** How many items of each class were taken for each, as one SVG document. */
export function confusionPicture(
  title: string,
  confusion: NonNullable<EvaluationReport['confusion']>,
  classes: readonly string[],
): string {
  const [width, height] = [left + classes.length * side + 12, top + classes.length * side + 12];
  const shortName = (label: number) => escaped(className(label, classes).slice(0, 16));
  const most = Math.max(1, ...confusion.map(({ items }) => items));
  const mostWrong = Math.max(
    1,
    ...confusion.filter(({ label, predicted }) => label !== predicted).map(({ items }) => items),
  );
  const cells = confusion.map(({ label, predicted, items }) => {
    const [x, y] = [left + predicted * side, top + label * side];
    const isRight = label === predicted;
    const share = (0.55 * items) / (isRight ? most : mostWrong);
    const colour = pageColour(isRight ? '--series-1' : '--series-2');
    return `<rect x="${x}" y="${y}" width="${side - 1}" height="${side - 1}" fill="${colour}" fill-opacity="${share.toFixed(3)}"/><text x="${x + side / 2}" y="${y + side / 2 + 4}" text-anchor="middle">${items}</text>`;
  });
  const heads = classes.map((_, label) => {
    const middle = label * side + side / 2;
    return `<text x="${left - 8}" y="${top + middle + 4}" text-anchor="end">${shortName(label)}</text><text x="${left + middle}" y="${top - 6}" text-anchor="middle">${escaped(className(label, classes).slice(0, 5))}</text>`;
  });
  const ground = `<rect width="${width}" height="${height}" fill="${pageColour('--surface')}"/>`;
  const head = `<text x="12" y="20" font-size="14" font-weight="600">${escaped(title)}</text>`;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" font-family="sans-serif" font-size="11" fill="${pageColour('--text')}">${ground}${head}${heads.join('')}${cells.join('')}</svg>\n`;
}
