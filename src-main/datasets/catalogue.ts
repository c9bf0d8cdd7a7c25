import type { DatasetInfo } from '../../src-shared/api';
import { classNames } from '../../src-shared/datasets/read-dataset';
import type { DatasetId } from '../../src-shared/experiment';

/** What is known of every data set before it is fetched. */
export const catalogue: Readonly<Record<DatasetId, Omit<DatasetInfo, 'state'>>> = {
  digits: {
    id: 'digits',
    title: 'Digits',
    about: 'Hand-written digits of 8 x 8 grey pixels, from scikit-learn. Comes with Parasample.',
    licence: 'BSD 3-Clause (scikit-learn); data from UCI, CC BY 4.0',
    downloadMB: 0,
    trainItems: 1437,
    testItems: 360,
    shape: [8, 8, 1],
    classes: classNames.digits,
  },
  'fashion-mnist': {
    id: 'fashion-mnist',
    title: 'Fashion-MNIST',
    about: 'Ten kinds of clothing from a shop, 28 x 28 grey pixels.',
    licence: 'MIT (Zalando SE)',
    downloadMB: 31,
    trainItems: 60_000,
    testItems: 10_000,
    shape: [28, 28, 1],
    classes: classNames['fashion-mnist'],
  },
  'cifar-10': {
    id: 'cifar-10',
    title: 'CIFAR-10',
    about: 'Ten kinds of animals and vehicles, 32 x 32 colour pixels.',
    licence: 'None stated; its authors ask that their report of 2009 be cited',
    downloadMB: 170,
    trainItems: 50_000,
    testItems: 10_000,
    shape: [32, 32, 3],
    classes: classNames['cifar-10'],
  },
};
