import type { Assessment } from '../../src-shared/assessment/assessment';
import { meanCorruptions, spoiltKinds } from '../../src-shared/assessment/corruptions';
import { type Html, html } from './html';
import { type Axis, Picture, percent, shareAxis } from './picture';

/** How right the run stays, and how well it knows, the more its test pictures are spoilt. */
export function corruptionSection(assessment: Assessment | undefined): readonly Html[] {
  const results = assessment?.corruptions ?? [];
  const kinds = spoiltKinds(results);
  if (kinds.length === 0) return [];
  const means = meanCorruptions(results);
  const [plain, last] = [means[0], means.at(-1)];
  const picture = (title: string, score: 'accuracy' | 'nll' | 'ece', up: Axis) => {
    const places = means.map((mean) => [mean.severity, mean[score]] as const);
    const range = means.map(({ severity }) =>
      results.filter((one) => one.severity === severity).map((one) => one[score]),
    );
    const edge = (of: (...values: readonly number[]) => number) =>
      range.map((values, at) => [means[at].severity, of(...values)] as const);
    return new Picture(title, { title: 'Severity (0: as they are)', low: 0, high: 5 }, up)
      .band(edge(Math.max), edge(Math.min))
      .line(places)
      .dots(places)
      .figure(
        `The mean over ${kinds.length === 1 ? 'one kind' : `${kinds.length} kinds`}; grey from the lowest to the highest of them.`,
      );
  };
  const highest = Math.max(0.01, ...results.map(({ nll }) => nll).filter(Number.isFinite));
  const fall =
    plain && last
      ? ` Accuracy falls from ${percent(plain.accuracy)} to ${percent(last.accuracy)} at severity ${last.severity}.`
      : '';
  return [
    html`<section><h2>Spoilt pictures</h2>
<p>${results[0]?.items ?? 0} test pictures, spoilt by ${kinds.map((kind) => kind.replaceAll('-', ' ')).join(', ')}.${fall}</p>
<div class="pictures">${[
      picture('Accuracy', 'accuracy', shareAxis('Accuracy')),
      picture('Negative log-likelihood', 'nll', { title: 'NLL, nats', low: 0, high: highest }),
      picture('Calibration error', 'ece', shareAxis('Calibration error')),
    ]}</div></section>`,
  ];
}
