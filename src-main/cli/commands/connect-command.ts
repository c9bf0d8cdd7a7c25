import { checkedCommand } from '../../remote/command-there';
import { checkedHost } from '../../remote/host-name';
import { type ConnectionNews, ServerConnection } from '../../remote/server-connection';
import type { Command } from '../command';
import { portOf } from '../port-option';
import type { Terminal } from '../terminal';

export const connectCommand: Command = {
  name: 'connect',
  usage: 'HOST [--port N] [--there PATH]',
  about:
    'Opens the window of Parasample on another machine, with its devices, runs and files, over your own ssh: HOST is what ssh takes. It finds the server there or starts it, shows it at an address of this machine (at port N where that is said), and connects again by itself. Ctrl-C ends the connection; runs there go on, and a server that this began ends by itself 10 minutes after its last work and window. --there says how parasample is called on HOST.',
  positionals: ['HOST'],
  options: { port: { type: 'string' }, there: { type: 'string' } },
  run: async ({ positionals, text }, { terminal, onInterrupt }) => {
    const host = checkedHost(positionals[0] ?? '');
    const command = checkedCommand(text('there') ?? 'parasample');
    const port = portOf(text('port'), '--port');
    const connection = new ServerConnection({ host, command, ssh: 'ssh' }, (news) =>
      tell(news, host, terminal),
    );
    const interrupted = new Promise<void>((resolve) => {
      const unsubscribe = onInterrupt(() => {
        unsubscribe();
        resolve();
      });
    });
    terminal.status(`Connecting to ${host}`);
    try {
      await Promise.race([connection.open(port).then(() => interrupted), interrupted]);
    } finally {
      connection.close();
    }
    return 0;
  },
};

function tell(news: ConnectionNews, host: string, terminal: Terminal): void {
  if (news.state === 'open') {
    terminal.line(`Parasample on ${host} is open at ${news.address}`);
    if (news.remark !== undefined) terminal.note(news.remark);
    terminal.note('The address lets one browser in. Ctrl-C ends the connection; runs there go on.');
  } else if (news.state === 'back') terminal.note(`Connected to ${host} again.`);
  else terminal.note(`${news.why} It is tried again.`);
}
