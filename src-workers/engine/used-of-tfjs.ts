/**
 * Stands for tfjs's umbrella package in the build (electron.vite.config.ts): every operation's gradient, and the backend in
 * plain JavaScript.
 */
import '@tensorflow/tfjs-core/dist/register_all_gradients';
import '@tensorflow/tfjs-backend-cpu';
