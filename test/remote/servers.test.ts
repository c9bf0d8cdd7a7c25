import { createServer } from 'node:http';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { Servers, type ServersOptions } from '../../src-main/remote/servers';
import type { ServerState } from '../../src-shared/servers';
import { openSshRig, type SshRig, whyNoSshd } from './ssh-rig';

/** On the other side: a server that only answers, and the command that hands it over, as a new one every time. */
const answering = (port: number) => `#!/bin/sh
echo 'parasample-server {"server":"'$$'","pid":1,"version":"0.1.0","port":${port},"token":"secret","installed":"0.1.0","isNew":true}'
`;

const why = whyNoSshd();

describe.skipIf(why !== '')(`servers of the desktop app${why && `: ${why}`}`, () => {
  let rig: SshRig;
  let served: { readonly port: number; close(): void };
  beforeAll(async () => {
    served = await answeringServer();
    rig = await openSshRig(answering(served.port));
  });
  afterAll(async () => {
    served.close();
    await rig.close();
  });

  function newServers(options: Partial<ServersOptions> = {}) {
    const shown: string[] = [];
    const closed: string[] = [];
    const told: (readonly ServerState[])[] = [];
    let hosts: readonly string[] = [];
    const servers = new Servers({
      ssh: rig.ssh,
      openWindow: (host, onClosed) => ({
        show: async (address) => {
          shown.push(address);
        },
        focus: () => shown.push(`${host} in front`),
        close: () => {
          closed.push(host);
          onClosed();
        },
      }),
      remembered: {
        read: () => hosts,
        write: (written) => {
          hosts = written;
        },
      },
      onChange: (list) => told.push(list),
      ...options,
    });
    onTestFinished(() => servers.closeAll());
    return { servers, shown, closed, told, hosts: () => hosts };
  }

  test('are shown in a window of their own, of which there is one each, and remembered by name alone', async () => {
    const { servers, shown, hosts, told } = newServers();
    await servers.open('there');
    await servers.open('there');
    expect(shown).toEqual([
      expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/\?token=secret$/),
      'there in front',
    ]);
    expect(hosts()).toEqual(['there']);
    expect(told.map(([first]) => first?.state)).toEqual(['connecting', 'open']);
  });

  test('are reached through the jump hosts of the person’s configuration', async () => {
    const { servers, shown } = newServers();
    await servers.open('behind-it');
    expect(shown).toEqual([expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/\?token=secret$/)]);
    rig.breakConnections();
    await expect.poll(() => shown.length).toBe(2);
    await expect.poll(() => servers.list()).toEqual([{ host: 'behind-it', state: 'open' }]);
  });

  test('are closed with their window, whoever closes it, and stay in the list', async () => {
    const { servers, closed } = newServers();
    await servers.open('there');
    servers.close('there');
    expect(closed).toEqual(['there']);
    expect(servers.list()).toEqual([{ host: 'there', state: 'closed' }]);
    servers.forget('there');
    expect(servers.list()).toEqual([]);
  });

  test('that refuse are not remembered, and open no window', async () => {
    const { servers, shown, hosts } = newServers();
    await expect(servers.open('wrong-key')).rejects.toThrow(/accepts none of your keys/);
    expect([shown, hosts(), servers.list()]).toEqual([[], [], []]);
  });

  test('come back by themselves; where the server began anew, its window enters again', async () => {
    const { servers, shown } = newServers();
    await servers.open('there');
    rig.breakConnections();
    await expect.poll(() => shown.length).toBe(2);
    await expect.poll(() => servers.list()).toEqual([{ host: 'there', state: 'open' }]);
    expect(new URL(shown[1] ?? '').port).toBe(new URL(shown[0] ?? '').port);
  });

  test('may be given up while they are being connected to, without a word', async () => {
    const { servers, shown } = newServers();
    const opening = servers.open('there');
    servers.close('there');
    await opening;
    expect(shown).toEqual([]);
  });

  test('are for the desktop app: a browser is told of the command', async () => {
    const { servers } = newServers({ openWindow: undefined });
    await expect(servers.open('there')).rejects.toThrow(/run `parasample connect there` in a terminal/);
  });
});

/** Answers everything with 401, as a server does to who has no cookie. */
async function answeringServer() {
  const server = createServer((_request, response) => response.writeHead(401).end());
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return {
    port: typeof address === 'object' ? (address?.port ?? 0) : 0,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
