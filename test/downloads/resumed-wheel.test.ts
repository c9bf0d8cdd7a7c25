import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test, vi } from 'vitest';
import { downloadWheel } from '../../src-main/downloads/download-wheel';
import { fakePython } from '../runtime/fake-python';
import { temporaryFolder } from '../temporary-folder';

/** No wheel inside: pip is asked for the file alone, and looks at what it says of itself. */
const metadata = 'Metadata-Version: 2.1\nName: cut\nVersion: 1.0\n';
const part = 100_000;

function download(name: string, content: Uint8Array | string): Promise<string> {
  const sha256 = createHash('sha256').update(content).digest('hex');
  const wheel = { name, version: '1.0', sha256, sizeMB: 1 };
  return downloadWheel(wheel, ['manylinux_2_27_x86_64'], temporaryFolder(), { onProgress: () => {} });
}

/** Whether this machine's pip can go on with what was cut. */
function canResume(): boolean {
  try {
    const help = execFileSync('python3', ['-m', 'pip', 'download', '--help'], { encoding: 'utf8' });
    return help.includes('--resume-retries');
  } catch {
    return false;
  }
}

/** A package index that cuts the connection after each part of the wheel, and notes from where it was asked for. */
async function cuttingIndex(
  wheel: Uint8Array,
): Promise<{ readonly address: string; readonly asked: number[] }> {
  const asked: number[] = [];
  const server = createServer(({ url = '', headers }, answer) => {
    if (!url.endsWith('.whl')) {
      answer.setHeader('content-type', 'text/html');
      answer.end('<a href="/cut-1.0-py3-none-any.whl">cut-1.0-py3-none-any.whl</a>');
      return;
    }
    const from = Number(/bytes=(\d+)-/.exec(headers.range ?? '')?.[1] ?? 0);
    asked.push(from);
    answer.writeHead(from > 0 ? 206 : 200, {
      etag: '"wheel"',
      'accept-ranges': 'bytes',
      'content-length': wheel.length - from,
      'content-range': `bytes ${from}-${wheel.length - 1}/${wheel.length}`,
    });
    // What is cut has arrived before.
    answer.write(wheel.subarray(from, from + part), () =>
      setImmediate(() => (from + part >= wheel.length ? answer.end() : answer.socket?.destroySoon())),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  return { address: `http://127.0.0.1:${(server.address() as AddressInfo).port}/simple`, asked };
}

/** Made by Python itself, which packs it without compression. */
function wheelOf(bytes: number): Uint8Array {
  const program = `import io, sys, zipfile
out = io.BytesIO()
with zipfile.ZipFile(out, 'w') as wheel:
  wheel.writestr('cut/data', b'x' * ${bytes})
  wheel.writestr('cut-1.0.dist-info/METADATA', ${JSON.stringify(metadata)})
  wheel.writestr('cut-1.0.dist-info/WHEEL', 'Wheel-Version: 1.0\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n')
  wheel.writestr('cut-1.0.dist-info/RECORD', '')
sys.stdout.buffer.write(out.getvalue())`;
  return execFileSync('python3', ['-c', program]);
}

test.runIf(process.platform !== 'win32')(
  'pip is asked to go on with what was cut, unless a person says how often',
  async () => {
    // What the variable holds becomes the file.
    fakePython(`'"$PIP_RESUME_RETRIES"'`);
    expect(readFileSync(await download('cut', '20'), 'utf8')).toBe('20');
    vi.stubEnv('PIP_RESUME_RETRIES', '3');
    expect(readFileSync(await download('cut', '3'), 'utf8')).toBe('3');
  },
);

test.runIf(canResume())(
  'a wheel whose connection is cut is gone on with where it was, and whole in the end',
  async () => {
    const wheel = wheelOf(2.5 * part);
    const { address, asked } = await cuttingIndex(wheel);
    vi.stubEnv('PIP_INDEX_URL', address);
    onTestFinished(() => void vi.unstubAllEnvs());
    expect(readFileSync(await download('cut', wheel)).equals(wheel)).toBe(true);
    expect(asked[0]).toBe(0);
    expect(asked.length).toBeGreaterThan(2);
    expect(asked).toEqual([...new Set(asked)].sort((a, b) => a - b));
  },
);
