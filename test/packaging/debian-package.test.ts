import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { writeDebianPackage } from '../../packaging/debian-package.mjs';
import { temporaryFolder } from '../temporary-folder';

describe.runIf(existsSync('/usr/bin/dpkg-deb'))('the Debian package', () => {
  test('puts the app under /opt and both its commands in PATH', async () => {
    const folder = temporaryFolder();
    const unpacked = join(folder, 'unpacked');
    mkdirSync(unpacked);
    for (const name of ['parasample-desktop', 'chrome-sandbox']) writeFileSync(join(unpacked, name), '');
    const file = join(folder, 'parasample.deb');
    await writeDebianPackage(unpacked, { version: '1.2.3', description: 'Trains networks.' }, file);
    const field = (name: string) =>
      execFileSync('dpkg-deb', ['--field', file, name], { encoding: 'utf8' }).trim();
    expect([field('Package'), field('Version'), field('Recommends')]).toEqual([
      'parasample',
      '1.2.3',
      'python3, python3-pip',
    ]);
    const listed = execFileSync('dpkg-deb', ['--contents', file], { encoding: 'utf8' });
    expect(listed).toMatch(/^-rwxr-xr-x root\/root .* \.\/usr\/bin\/parasample$/m);
    expect(listed).toMatch(/\.\/usr\/bin\/parasample-desktop -> \/opt\/Parasample\/parasample-desktop$/m);
    expect(listed).toMatch(/^-rwsr-xr-x root\/root .* \.\/opt\/Parasample\/chrome-sandbox$/m);
    expect(listed).toMatch(/\.\/usr\/share\/applications\/parasample\.desktop$/m);
  });
});
