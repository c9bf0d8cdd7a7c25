import { pythonNetworks } from '../python/networks';

/** The Python files of a project's networks by name: all that there are, and `networks.py`, which lists them. */
export function projectNetworks(): Readonly<Record<string, string>> {
  const modules = Object.values(pythonNetworks).flatMap((network) => network.modules);
  return {
    ...Object.fromEntries(modules.map(({ name, code }) => [`${name}.py`, code])),
    'networks.py': listOfNetworks(),
  };
}

function listOfNetworks(): string {
  const networks = Object.entries(pythonNetworks);
  const imports = networks.map(
    ([, { className, modules }]) => `from ${modules[modules.length - 1].name} import ${className}`,
  );
  const entries = networks.map(([kind, { className }]) => `    ${JSON.stringify(kind)}: ${className},`);
  return `"""The networks by their kind."""

${imports.sort().join('\n')}

NETWORKS = {
${entries.join('\n')}
}
`;
}
