import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openStage, type Stage } from '../stage';

let stage: Stage;

beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

describe('the browser shell', () => {
  it('serves nothing to who has not the one-time token', async () => {
    const answer = await fetch(new URL('/', stage.page.url()));
    expect([401, 403]).toContain(answer.status);
  });

  it('hands the token to nobody: it is gone from the address bar', () => {
    expect(new URL(stage.page.url()).search).toBe('');
  });
});
