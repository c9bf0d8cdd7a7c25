import { describe, expect, it } from 'vitest';
import { exitOf } from '../../src-main/electron/exit-status';

// The numbers are what Electron's `exit` event gave on Linux for processes that ended so.
describe('how a utility process ended', () => {
  it.each([
    ['ended by itself', 0, { code: 0, signal: null }],
    ['exited with 3', 3, { code: 3, signal: null }],
    ['was killed', 9, { code: null, signal: 'SIGKILL' }],
    ['aborted', 6, { code: null, signal: 'SIGABRT' }],
    ['trapped and dumped its core, as where memory is refused', 133, { code: null, signal: 'SIGTRAP' }],
    ['crashed and dumped its core', 139, { code: null, signal: 'SIGSEGV' }],
  ])('tells that it %s', (_how, status, exit) => {
    expect(exitOf(status, 'linux')).toEqual(exit);
  });

  it('reads every status as an exit code on Windows, which has no signals', () => {
    expect(exitOf(9, 'win32')).toEqual({ code: 9, signal: null });
  });
});
