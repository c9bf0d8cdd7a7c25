import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openStage, type Stage } from './stage';

let stage: Stage;

beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

describe('the page is shut in', () => {
  it('comes with a content security policy that allows only its own files', async () => {
    const policy = await stage.page.evaluate(async () => {
      const answer = await fetch(location.pathname);
      return answer.headers.get('content-security-policy');
    });
    const directives = (policy ?? '').split(';').map((directive) => directive.trim().split(' '));
    expect(Object.fromEntries(directives.map(([name, ...allowed]) => [name, allowed]))).toEqual({
      'default-src': ["'none'"],
      'script-src': ["'self'"],
      'style-src': ["'self'"],
      'connect-src': ["'self'"],
      'font-src': ["'self'"],
      // Charts are drawn into pictures that the page makes itself.
      'img-src': ["'self'", 'data:', 'blob:'],
      'base-uri': ["'none'"],
      'form-action': ["'none'"],
      'frame-ancestors': ["'none'"],
      'require-trusted-types-for': ["'script'"],
      'trusted-types': ['svelte-trusted-html'],
    });
  });

  it('refuses markup that did not come through a trusted-types policy', async () => {
    const thrown = await stage.page.evaluate(() => {
      try {
        document.createElement('div').innerHTML = '<b>injected</b>';
        return 'nothing';
      } catch (error) {
        return String(error);
      }
    });
    expect(thrown).toContain('TrustedHTML');
  });

  it('has no Node in it', async () => {
    const types = await stage.page.evaluate(() =>
      ['require', 'process', 'module', 'Buffer', 'global'].map((name) => typeof Reflect.get(window, name)),
    );
    expect(new Set(types)).toEqual(new Set(['undefined']));
  });
});
