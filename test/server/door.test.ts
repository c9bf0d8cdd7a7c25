import { chmodSync, mkdirSync, statSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { askDoor, openDoor, servedFolder } from '../../src-main/server/door';
import type { DoorAnswer } from '../../src-main/server/door-words';
import { temporaryFolder } from '../temporary-folder';

const answer: DoorAnswer = { server: 's', pid: 7, version: '0.1.0', port: 4000, token: 'secret' };

async function open(home: string, told: DoorAnswer = answer) {
  const asked: number[] = [];
  const door = await openDoor(home, ({ tunnelPort }) => {
    asked.push(tunnelPort);
    return told;
  });
  onTestFinished(async () => door?.close());
  return { door, asked };
}

describe('the door of a server', () => {
  test('answers whoever has the same account, and hears at which port its window will be shown', async () => {
    const home = temporaryFolder();
    const { asked } = await open(home);
    expect(await askDoor(home, { tunnelPort: 4321 })).toEqual(answer);
    expect(asked).toEqual([4321]);
  });

  test('is for nobody else, even where its folder was open before', async () => {
    const home = temporaryFolder();
    mkdirSync(servedFolder(home));
    chmodSync(servedFolder(home), 0o777);
    await open(home);
    expect(statSync(servedFolder(home)).mode & 0o777).toBe(0o700);
    expect(statSync(join(servedFolder(home), 'door')).mode & 0o777).toBe(0o600);
  });

  test('is that of the first server of a home; another has none', async () => {
    const home = temporaryFolder();
    await open(home);
    expect((await open(home, { ...answer, server: 'other' })).door).toBeUndefined();
    expect(await askDoor(home, { tunnelPort: 1 })).toMatchObject({ server: 's' });
  });

  test('opens where a killed server left its socket', async () => {
    const home = temporaryFolder();
    mkdirSync(servedFolder(home));
    writeFileSync(join(servedFolder(home), 'door'), '');
    await open(home);
    expect(await askDoor(home, { tunnelPort: 1 })).toEqual(answer);
  });

  test('is not there where no server is', async () => {
    const home = temporaryFolder();
    expect(await askDoor(home, { tunnelPort: 1 })).toBeUndefined();
    const { door } = await open(home);
    await door?.close();
    expect(await askDoor(home, { tunnelPort: 1 })).toBeUndefined();
  });

  test.each(['', 'hello\n', '{"tunnelPort":0}\n', '{"tunnelPort":70000}\n', `${'x'.repeat(5000)}`])(
    'gives nothing for %j',
    async (question) => {
      const home = temporaryFolder();
      const { asked } = await open(home);
      const got = await new Promise<string>((resolve) => {
        let text = '';
        const socket = connect(join(servedFolder(home), 'door'), () => socket.end(question));
        socket.on('data', (data) => {
          text += String(data);
        });
        socket.on('close', () => resolve(text)).on('error', () => resolve(text));
      });
      expect([got, asked]).toEqual(['', []]);
    },
  );

  test('is told by name where what answers is of another version', async () => {
    const home = temporaryFolder();
    mkdirSync(servedFolder(home));
    const server = createServer((socket) => socket.end('{"hello":1}\n'));
    await new Promise<void>((resolve) => server.listen(join(servedFolder(home), 'door'), resolve));
    onTestFinished(() => void server.close());
    await expect(askDoor(home, { tunnelPort: 1 })).rejects.toThrow(
      /gives no answer that this version understands/,
    );
  });

  test('needs a name that fits a socket: else the folder is named, and how long it may be', async () => {
    const home = join(temporaryFolder(), 'x'.repeat(100));
    await expect(openDoor(home, () => answer)).rejects.toThrow(
      /has too long a name for a Unix socket in it; set PARASAMPLE_HOME to one of at most 91 bytes\.$/,
    );
  });
});
