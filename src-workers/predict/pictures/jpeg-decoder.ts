import { BadInputError } from '../../../src-shared/errors';
import type { EngineChoice } from '../../../src-shared/protocol/worker-protocol';
import { type Binding, loadBinding } from '../../engine/tensorflow/binding';
import type { JpegDecoder } from './jpeg-pixels';

/** Decodes JPEG files by TensorFlow's own operation, which is libjpeg-turbo. Throws BadInputError where there is none. */
export function jpegDecoder(engine: EngineChoice): JpegDecoder {
  let binding: Binding | undefined;
  return (bytes) => {
    if (engine.kind === 'javascript')
      throw new BadInputError(
        'JPEG pictures are decoded by TensorFlow, which is not installed; `parasample runtime` installs it, or save them as PNG.',
      );
    binding ??= loadBinding(engine.binding, engine.ownOperations);
    return decode(binding, bytes);
  };
}

/** Numbers of TensorFlow's data types (types.proto) and of the binding's kinds of attributes. */
const types = { int32: 3, uint8: 4, string: 7 };
const attributes = { text: 0, whole: 1, type: 4 };

function decode(binding: Binding, bytes: Uint8Array) {
  const file = binding.createTensor([], types.string, [bytes]);
  const [picture] = binding.executeOp(
    'DecodeJpeg',
    [
      { name: 'channels', type: attributes.whole, value: 0 },
      // The exact one of the two cosine transforms, so that all machines see the same pixels.
      { name: 'dct_method', type: attributes.text, value: 'INTEGER_ACCURATE' },
    ],
    [file],
    1,
  );
  // The binding hands out no bytes.
  const casting = [
    { name: 'SrcT', type: attributes.type, value: types.uint8 },
    { name: 'DstT', type: attributes.type, value: types.int32 },
  ];
  const [whole] = binding.executeOp('Cast', casting, [picture.id], 1);
  const pixels = Uint8Array.from(binding.tensorDataSync(whole.id));
  for (const id of [file, picture.id, whole.id]) binding.deleteTensor(id);
  return { channels: picture.shape[2], pixels };
}
