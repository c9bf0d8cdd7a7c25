import { readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { configuration, fuses } from './electron-builder.mjs';

/**
 * The same package around the test rig's old Electron (docs/testing.md), for tests where no other can be had.
 * @param {{executable: string, appFolder: string}} rig from `prepareRig`
 */
export function configurationOnRig({ executable, appFolder }) {
  const electronDist = dirname(executable);
  const { grantFileProtocolExtraPrivileges: _newerThanTheRig, ...present } = fuses;
  const database = join(appFolder, 'node_modules', 'better-sqlite3', 'build', 'Release');
  const files = configuration.files.map((entry) =>
    entry.from === 'out' ? { ...entry, from: 'out-rig' } : entry,
  );
  return {
    ...configuration,
    electronDist,
    electronVersion: readFileSync(join(electronDist, 'version'), 'utf8').trim(),
    electronFuses: present,
    files: [...files, { from: database, to: 'node_modules/better-sqlite3/build/Release' }],
    afterPack: ({ appOutDir }) => rmSync(join(appOutDir, 'resources', 'default_app.asar'), { force: true }),
  };
}
