import { BadInputError } from '../../src-shared/errors';

/** What may stand in a host's name, with a person's before it, or in the name of a host of ssh's configuration. */
const hostName = /^(?!-)([\w.+~%\\-]+@)?(?!-)[\w.:[\]%-]+$/;

/**
 * A server as a person names it for ssh, such as `gpu1` or `ada@gpu1.example`.
 * @throws BadInputError for what ssh, or a command of its configuration, could take for something else
 */
export function checkedHost(text: string): string {
  const host = text.trim();
  if (host.length <= 255 && hostName.test(host)) return host;
  throw new BadInputError(
    `${host === '' ? 'Nothing' : host} is no name of a server; give it as ssh takes it, such as ada@gpu1.example, or a Host of your ~/.ssh/config (where its port and key stand, too).`,
  );
}
