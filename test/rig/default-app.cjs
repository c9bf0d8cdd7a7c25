// Electron as developers get it opens a folder given as its argument; the rig's was taken out of a packaged app and has
// lost the part that does so. This is a stand-in for that part: it understands `electron [flags] [-r MODULE] APP`.
const { app } = require('electron');
const { existsSync, readFileSync } = require('node:fs');
const Module = require('node:module');
const { join, resolve } = require('node:path');

function readArguments(args) {
  const preloads = [];
  for (let at = 0; at < args.length; at += 1) {
    if (args[at] === '-r' || args[at] === '--require') {
      at += 1;
      preloads.push(args[at]);
    } else if (!args[at].startsWith('-')) return { preloads, appPath: resolve(args[at]) };
  }
  throw new Error('Electron was started without an app to open.');
}

function takeIdentity(appPath) {
  const description = join(appPath, 'package.json');
  if (!existsSync(description)) return;
  const { name, productName, version } = JSON.parse(readFileSync(description, 'utf8'));
  app.name = productName || name;
  if (version) app.setVersion(version);
  app.setPath('userData', join(app.getPath('appData'), app.name));
  app.setAppPath(appPath);
}

const { preloads, appPath } = readArguments(process.argv.slice(1));
process.defaultApp = true;
if (preloads.length > 0) Module._preloadModules(preloads);
takeIdentity(appPath);
Module._load(Module._resolveFilename(appPath, null, true), Module, true);
