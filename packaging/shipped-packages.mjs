/**
 * What ships of npm packages: those that stay outside the bundle, what they ask for themselves, and of each only the files
 * that Parasample loads. Patterns are relative to the package's folder.
 */
export const shippedPackages = {
  'better-sqlite3': ['package.json', 'LICENSE', 'lib/**', 'prebuilds/**'],
  '@tensorflow/tfjs': ['package.json', 'dist/tf.node.js'],
  '@tensorflow/tfjs-core': ['package.json', 'dist/tf-core.node.js'],
  '@tensorflow/tfjs-converter': ['package.json', 'dist/tf-converter.node.js'],
  '@tensorflow/tfjs-layers': ['package.json', 'dist/tf-layers.node.js'],
  '@tensorflow/tfjs-data': ['package.json', 'dist/tf-data.node.js'],
  '@tensorflow/tfjs-backend-cpu': ['package.json', 'dist/tf-backend-cpu.node.js'],
  '@tensorflow/tfjs-backend-webgl': ['package.json', 'dist/tf-backend-webgl.node.js'],
  '@tensorflow/tfjs-node-gpu': ['package.json', 'binding/**'],
  'node-api-headers': ['package.json', 'include/**'],
  long: ['package.json', 'LICENSE', 'index.js', 'src/**', 'umd/**'],
  seedrandom: ['package.json', '*.js', 'lib/**'],
  'node-fetch': ['package.json', 'LICENSE.md', 'lib/**'],
  'whatwg-url': ['package.json', 'LICENSE.txt', 'lib/**'],
  tr46: ['package.json', 'index.js', 'lib/**'],
  'webidl-conversions': ['package.json', 'LICENSE.md', 'lib/**'],
};

/** Read by a C++ compiler when the TensorFlow runtime is installed, so they cannot lie in an archive. */
export const compiledPackages = ['@tensorflow/tfjs-node-gpu', 'node-api-headers'];

/** The built parts of the app. */
export const builtParts = ['main/**', 'preload/**', 'renderer/**'];
