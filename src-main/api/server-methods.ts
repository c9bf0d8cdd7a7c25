import type { Api } from '../../src-shared/protocol/api';
import type { Servers } from '../remote/servers';

type ServerApi = Pick<Api, 'servers' | 'openServer' | 'closeServer' | 'forgetServer'>;

/** Other machines whose windows are opened beside this one's. */
export function serverMethods(servers: Servers): ServerApi {
  return {
    servers: async () => servers.list(),
    openServer: async (host) => {
      await servers.open(host);
      return null;
    },
    closeServer: async (host) => {
      servers.close(host);
      return null;
    },
    forgetServer: async (host) => {
      servers.forget(host);
      return null;
    },
  };
}
