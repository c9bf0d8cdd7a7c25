/**
 * What ships of npm packages: those that stay outside the bundle, what they ask for themselves, and of each only the files
 * that Parasample loads. Patterns are relative to the package's folder.
 */
export const shippedPackages = {
  'better-sqlite3': ['package.json', 'LICENSE', 'lib/**', 'prebuilds/**'],
  '@tensorflow/tfjs-node-gpu': ['package.json', 'binding/**'],
  'node-api-headers': ['package.json', 'include/**'],
};

/** Read by a C++ compiler when the TensorFlow runtime is installed, so they cannot lie in an archive. */
export const compiledPackages = ['@tensorflow/tfjs-node-gpu', 'node-api-headers'];

/** The built parts of the app. */
export const builtParts = ['main/**', 'preload/**', 'renderer/**'];
