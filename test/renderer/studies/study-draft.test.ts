import { describe, expect, it } from 'vitest';
import { StudyDraft } from '../../../src-renderer/studies/study-draft.svelte';
import { experimentSchema } from '../../../src-shared/experiment/experiment';
import { digitsInput } from '../fake-runs';

const digits = experimentSchema.parse(digitsInput);

function runsOf(draft: StudyDraft): number | string {
  return draft.checked.ok
    ? draft.checked.plan.runs.length
    : draft.checked.problems.map(({ message }) => message).join(' ');
}

describe('a study that is being set up', () => {
  it('makes a run for each combination, one device once for all modes', () => {
    const draft = new StudyDraft(digits);
    // Two modes on two devices, and one device alone.
    expect(runsOf(draft)).toBe(3);
    draft.write({ seeds: '0, 1' });
    expect(runsOf(draft)).toBe(6);
  });

  it('says what is missing for the question that it asks', () => {
    const draft = new StudyDraft(digits);
    draft.write({ devices: '2' });
    expect(runsOf(draft)).toContain('Scaling needs at least two numbers of devices');
  });

  it('names what is no number', () => {
    const draft = new StudyDraft(digits);
    draft.write({ seeds: 'many' });
    expect(draft.checked.ok).toBe(false);
  });

  it('counts samples per device where they grow with the devices, and asks for a target where one is met', () => {
    const draft = new StudyDraft(digits);
    draft.write({ kind: 'weak-scaling' });
    expect(draft.study).toMatchObject({ grid: { samplesPerDevice: [16] } });
    draft.write({ kind: 'epochs-to-target' });
    expect(draft.study).toMatchObject({ target: { metric: 'validation.accuracy', value: 0.9 } });
    expect(draft.checked.ok).toBe(true);
  });
});
