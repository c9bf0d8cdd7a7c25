import { FailedError } from '../../src-shared/errors';

/** A place in the binding's source and what stands there instead. */
interface Change {
  readonly was: string;
  readonly is: string;
}

/** ConfigProto { gpu_options { experimental { disallow_retry_on_allocation_failure: true } } } of config.proto, encoded. */
const failAtOnce = '"\\x32\\x04\\x4a\\x02\\x60\\x01"';

const changes: readonly Change[] = [
  {
    // A session takes what it is fed from the host: a tensor on the eager device would go to the GPU and back before.
    was: 'if (dtype_int32 != TF_INT32 && dtype_int32 != TF_STRING) {',
    is: 'if (false) {',
  },
  {
    // Where a GPU has no more memory, waiting for it only looks like a step that hangs.
    was: 'tfe_context_ = TFE_NewContext(tfe_options, tf_status.status);',
    is: `TFE_ContextOptionsSetConfig(tfe_options, ${failAtOnce}, 6, tf_status.status);
  tfe_context_ = TFE_NewContext(tfe_options, tf_status.status);
  // What follows would use the context that is not there.
  if (!tfe_context_) {
    NAPI_THROW_ERROR(env, "TensorFlow could not use its devices: %s", TF_Message(tf_status.status));
    return;
  }`,
  },
];

/**
 * tfjs-node's `tfjs_backend.cc` as Parasample compiles it.
 * @throws FailedError where it is not the source that the changes are for
 */
export function bindingSource(original: string): string {
  return changes.reduce((text, { was, is }) => {
    if (text.split(was).length !== 2)
      throw new FailedError(
        `The source of the TensorFlow binding is another than expected: "${was}" is not there once.`,
      );
    return text.replace(was, () => is);
  }, original);
}
