import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { onTestFinished, vi } from 'vitest';
import { temporaryFolder } from '../temporary-folder';

/**
 * Puts a `python3` in front of PATH whose pip "downloads" a wheel with the given content. It writes down each call.
 * @returns the file with one line a call.
 */
export function fakePython(content: string): string {
  const folder = temporaryFolder();
  const calls = join(folder, 'calls');
  const script = `#!/bin/sh
echo "$@" >> ${calls}
destination=
for word in "$@"; do
  [ "$previous" = --dest ] && destination=$word
  previous=$word
done
[ -z "$destination" ] || printf '%s' '${content}' > "$destination/the.whl"
`;
  putInPath(folder, script, process.env.PATH);
  return calls;
}

/**
 * A `python3` whose pip "downloads" wheels with the given content, until one of `name` finds the disk full. It writes down each
 * call.
 * @returns the file with one line a call, and what gives the disk room again.
 */
export function pythonOnFullDisk(content: string, name: string): { calls: string; makeRoom: () => void } {
  const calls = fakePython(content);
  const room = `${calls}-room`;
  const script = `#!/bin/sh
case "$*" in *${name}==*)
  if [ ! -e ${room} ]; then
    echo "$@" >> ${calls}
    echo "ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device" >&2
    exit 1
  fi
esac
exec ${join(calls, '..', 'bin', 'python3')} "$@"
`;
  putInPath(temporaryFolder(), script, process.env.PATH);
  return { calls, makeRoom: () => writeFileSync(room, '') };
}

/** A `python3` without pip. */
export function pythonWithoutPip(): void {
  putInPath(temporaryFolder(), '#!/bin/sh\necho "No module named pip" >&2\nexit 1\n', process.env.PATH);
}

/** A machine without any python3. */
export function noPython(): void {
  vi.stubEnv('PATH', join(temporaryFolder(), 'nothing'));
  onTestFinished(() => void vi.unstubAllEnvs());
}

function putInPath(folder: string, script: string, rest = ''): void {
  mkdirSync(join(folder, 'bin'));
  writeFileSync(join(folder, 'bin', 'python3'), script);
  chmodSync(join(folder, 'bin', 'python3'), 0o755);
  vi.stubEnv('PATH', `${join(folder, 'bin')}:${rest}`);
  onTestFinished(() => void vi.unstubAllEnvs());
}
