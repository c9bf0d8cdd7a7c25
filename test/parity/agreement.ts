import { expect, test } from 'vitest';
import type { EngineChoice } from '../../src-shared/protocol/worker-protocol';
import { relativeDistance } from '../src-workers/relative-distance';
import { type OurPass, ourPass } from './our-pass';
import type { ParityCase } from './parity-case';
import type { TorchBlueRecord } from './torch-blue-record';

/** Of float32 sums in another order; relative, in norm. */
const closeness = 1e-4;

/** Declares the tests that hold one engine against torch_blue's results for a case. */
export function agreesWithTorchBlue(
  parity: ParityCase,
  engine: EngineChoice,
  recordOf: () => TorchBlueRecord,
) {
  test.each(['elbo', 'pooled'] as const)(
    '%s: the same predictions, divergence, loss and gradients',
    (objective) => {
      const record = recordOf();
      const ours = ourPass(parity, engine, { objective });
      expect(relativeDistance(ours.probabilities, record.values('probabilities'))).toBeLessThan(closeness);
      expectClose(ours.kl, record.number('kl'));
      expectClose(ours.loss, record.number(objective));
      expect(relativeDistance(ours.gradients, record.gradient(objective))).toBeLessThan(closeness);
    },
  );

  test.each(parity.priors)('$kind prior: the same divergence from the same draws', (prior) => {
    const ours = ourPass(parity, engine, { prior, kl: 'monte-carlo', heat: 1 });
    expectSameDivergence(recordOf(), ours, `monte-carlo.${prior.kind}`);
  });

  const closedForms = parity.priors.filter(({ kind }) => kind !== 'student-t' && kind !== 'quiet');
  test.each(closedForms)('$kind prior: the same divergence in closed form', (prior) => {
    const ours = ourPass(parity, engine, { prior, heat: 1 });
    expectSameDivergence(recordOf(), ours, `analytical.${prior.kind}`);
  });
}

/** The gradient of a pass is the data term's and the divergence's; the data term's is known from the case itself. */
function expectSameDivergence(record: TorchBlueRecord, ours: OurPass, name: string) {
  expectClose(ours.kl, record.number(name));
  const { heat, prior } = record.parity.experiment.inference;
  const whole = record.gradient('elbo');
  const divergenceInWhole = record.gradient(`analytical.${prior.kind}`);
  const ofDivergence = ours.gradients.map(
    (gradient, index) => gradient - ((whole[index] as number) - heat * (divergenceInWhole[index] as number)),
  );
  expect(relativeDistance(ofDivergence, record.gradient(name))).toBeLessThan(closeness);
}

function expectClose(value: number, expected: number) {
  expect(Math.abs(value / expected - 1)).toBeLessThan(closeness);
}
