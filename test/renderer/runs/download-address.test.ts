import { expect, test } from 'vitest';
import { downloadAddress } from '../../../src-renderer/runs/download-address';

const engine = { kind: 'tensorflow', text: 'TensorFlow' } as const;
const inBrowser = { version: '0.1.0', shell: 'browser', engine, home: '/data/parasample' } as const;

test('a file of the exports folder has an address in the browser shell, with every part of its path encoded', () => {
  expect(downloadAddress(inBrowser, '/data/parasample/exports/run 1/50%.npz')).toBe(
    'exports/run%201/50%25.npz',
  );
});

test('a server on Windows has other separators', () => {
  const about = { ...inBrowser, home: 'C:\\data' };
  expect(downloadAddress(about, 'C:\\data\\exports\\a\\b.npz')).toBe('exports/a/b.npz');
});

test('other files have none, and in the desktop app none has', () => {
  expect(downloadAddress(inBrowser, '/elsewhere/exports/a.npz')).toBeUndefined();
  const onDesktop = { ...inBrowser, shell: 'electron' } as const;
  expect(downloadAddress(onDesktop, '/data/parasample/exports/a.npz')).toBeUndefined();
});
