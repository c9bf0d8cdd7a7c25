import { describe, expect, it } from 'vitest';
import { Link } from '../../../src-renderer/link/link.svelte';
import { changesOf } from '../../../src-renderer/new-run/changes';
import { Draft } from '../../../src-renderer/new-run/draft.svelte';
import { FileText } from '../../../src-renderer/new-run/file-text.svelte';
import { experimentSchema } from '../../../src-shared/experiment/experiment';
import { digitsInput } from '../fake-runs';

const digits = experimentSchema.parse(digitsInput);

function opened() {
  const draft = new Draft(new Link(() => new Promise(() => undefined)), digits);
  const file = new FileText(draft);
  file.open();
  return { draft, file };
}

const changesIn = (draft: Draft) =>
  changesOf(draft.origin, draft.experiment ?? digits).map(({ path }) => path);

describe('the experiment as a file beside the form', () => {
  it('holds what the form holds, and changes it as it is typed', () => {
    const { draft, file } = opened();
    expect(draft.experiment).toEqual(digits);
    file.type(file.text.replace('epochs: 30', 'epochs: 900 # longer'));
    expect(draft.texts['training.epochs']).toBe('900');
    expect(changesIn(draft)).toEqual(['training.epochs']);
    expect(file.problems).toEqual([]);
  });

  it('takes what the form changes, and keeps its own remarks', () => {
    const { draft, file } = opened();
    file.type(file.text.replace('epochs: 30', 'epochs: 900 # longer'));
    file.close();
    draft.type('training.samples', '12');
    file.open();
    expect(file.text).toContain('samples: 12');
    expect(file.text).toContain('epochs: 900 # longer');
  });

  it('leaves the form at its last good state while it cannot be read, which cannot be started then', () => {
    const { draft, file } = opened();
    file.type(file.text.replace('epochs: 30', 'epochs: 900'));
    file.type(file.text.replace('epochs: 900', 'epochs: [900'));
    expect(file.isBehind).toBe(true);
    expect(file.problems[0]?.line).toBeGreaterThan(1);
    expect(draft.texts['training.epochs']).toBe('900');
    expect(draft.isHeld).toBe(true);
    const broken = file.text;
    file.close();
    expect(draft.isHeld).toBe(false);
    file.open();
    expect(file.text, 'nothing that was typed is lost').toBe(broken);
    expect(draft.isHeld).toBe(true);
  });

  it('says in its lines what no experiment can have, and what does not go together', () => {
    const { draft, file } = opened();
    const lineOf = (start: string) =>
      1 + file.text.split('\n').findIndex((line) => line.trim().startsWith(start));
    file.type(file.text.replace('epochs: 30', 'epochs: 0'));
    expect(file.problems).toEqual([
      { line: lineOf('epochs:'), message: expect.stringMatching(/^training\.epochs: /) },
    ]);
    expect(draft.texts['training.epochs']).toBe('30');
    file.type(file.text.replace('epochs: 0', 'epochs: 30').replace(/^( +)samples: 8$/m, '$1samples: 1'));
    expect(draft.texts['training.samples']).toBe('1');
    expect(file.isBehind).toBe(false);
    expect(file.problems[0]?.message).toContain('2 devices need at least 2 samples');
  });

  it('is another text when the form begins with another experiment', () => {
    const { draft, file } = opened();
    draft.fill({ ...digits, seed: 77 });
    file.open();
    expect(file.text).toContain('seed: 77');
    expect(changesIn(draft)).toEqual([]);
  });
});
