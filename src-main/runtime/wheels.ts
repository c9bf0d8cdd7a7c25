import { FailedError } from '../../src-shared/errors';
import type { Wheel } from '../downloads/download-wheel';
import type { Variant } from './installation';

/** What a variant is made of on one kind of machine, and pip's names for that kind of machine. */
export interface WheelSet {
  readonly platforms: readonly string[];
  readonly tensorflow: Wheel;
  /** CUDA's libraries, which TensorFlow looks for in a folder beside its own. */
  readonly nvidia: readonly Wheel[];
  /** The compiler for machines that have none. */
  readonly zig: Wheel;
}

const wheel = (
  name: string,
  version: string,
  sizeMB: number,
  sha256: string,
  unpackedMB?: number,
): Wheel => ({
  name,
  version,
  sizeMB,
  sha256,
  ...(unpackedMB === undefined ? {} : { unpackedMB }),
});

const zigForX64 = wheel(
  'ziglang',
  '0.17.0',
  101,
  '97079827064a7492cce5541ceb438ae8003ce1e54e399676da2d62fb7a5dc08b',
);

const linuxX64Platforms = [27, 26, 25, 24, 17, 12].map((glibc) => `manylinux_2_${glibc}_x86_64`);

const cpuOnLinuxX64: WheelSet = {
  platforms: linuxX64Platforms,
  tensorflow: wheel(
    'tensorflow-cpu',
    '2.21.0',
    274,
    'dcc8afd32930e42d5296b6ee19078b773706830af4ea97fbe503b9f5e0f820cb',
    1079,
  ),
  nvidia: [],
  zig: zigForX64,
};

/** The versions are within the ranges that TensorFlow 2.21's extra `and-cuda` declares. */
const cudaOnLinuxX64: WheelSet = {
  platforms: linuxX64Platforms,
  tensorflow: wheel(
    'tensorflow',
    '2.21.0',
    573,
    'b3b95643c4e70eb925839938fb35cbe142f317ec84af6844ee61513713bb13c0',
    1594,
  ),
  nvidia: [
    wheel(
      'nvidia-cublas-cu12',
      '12.9.3.13',
      581,
      'd7d51055f161b317c7105ddaae90e71eda059026074ffef93cf7cde2886bfe72',
    ),
    wheel(
      'nvidia-cuda-cupti-cu12',
      '12.9.79',
      11,
      '096bcf334f13e1984ba36685ad4c1d6347db214de03dbb6eebb237b41d9d934f',
    ),
    wheel(
      'nvidia-cuda-nvcc-cu12',
      '12.9.86',
      41,
      '5d6a0d32fdc7ea39917c20065614ae93add6f577d840233237ff08e9a38f58f0',
    ),
    wheel(
      'nvidia-cuda-nvrtc-cu12',
      '12.9.86',
      90,
      '210cf05005a447e29214e9ce50851e83fc5f4358df8b453155d5e1918094dcb4',
    ),
    wheel(
      'nvidia-cuda-runtime-cu12',
      '12.9.79',
      3,
      '25bba2dfb01d48a9b59ca474a1ac43c6ebf7011f1b0b8cc44f54eb6ac48a96c3',
    ),
    wheel(
      'nvidia-cudnn-cu12',
      '9.28.0.42',
      717,
      '9ff58b7f36dacd0a93e89f8f2957b52466889217963701daa15e577317cfa375',
    ),
    wheel(
      'nvidia-cufft-cu12',
      '11.4.1.4',
      201,
      'c67884f2a7d276b4b80eb56a79322a95df592ae5e765cf1243693365ccab4e28',
    ),
    wheel(
      'nvidia-curand-cu12',
      '10.3.10.19',
      68,
      '49b274db4780d421bd2ccd362e1415c13887c53c214f0d4b761752b8f9f6aa1e',
    ),
    wheel(
      'nvidia-cusolver-cu12',
      '11.7.5.82',
      338,
      '15da72d1340d29b5b3cf3fd100e3cd53421dde36002eda6ed93811af63c40d88',
    ),
    wheel(
      'nvidia-cusparse-cu12',
      '12.5.10.65',
      366,
      '73060ce019ac064a057267c585bf1fd5a353734151f87472ff02b2c5c9984e78',
    ),
    wheel(
      'nvidia-nccl-cu12',
      '2.32.3',
      352,
      'bb94b2348e4861d5e8aa00b36c3d12d9bdf9c6369b82cbb723de0b582280a21c',
    ),
    wheel(
      'nvidia-nvjitlink-cu12',
      '12.9.86',
      40,
      'e3f1171dbdc83c5932a45f0f4c99180a70de9bd2718c1ab77d14104f6d7147f9',
    ),
  ],
  zig: zigForX64,
};

/** What computes on GPUs, of which a run keeps the versions. */
export const cudaVersions = {
  cuda: versionOf('nvidia-cuda-runtime-cu12'),
  cudnn: versionOf('nvidia-cudnn-cu12'),
} as const;

function versionOf(name: string): string {
  return cudaOnLinuxX64.nvidia.find((each) => each.name === name)?.version ?? '';
}

/** TensorFlow's only wheel for Linux on Arm is without CUDA. */
const cpuOnLinuxArm64: WheelSet = {
  platforms: ['manylinux_2_27_aarch64', 'manylinux_2_17_aarch64'],
  tensorflow: wheel(
    'tensorflow',
    '2.21.0',
    282,
    'b07d15737406533898e36c7ef7944b1be18e9028dc521b9229952c537bbc5552',
  ),
  nvidia: [],
  zig: wheel('ziglang', '0.17.0', 98, 'd2804f94f54f7fcf8169f4b212a619ad688a4e2e6592e976f0cf2e58e2cd8af3'),
};

const wheelSets: Readonly<Record<string, WheelSet>> = {
  'linux-x64-cpu': cpuOnLinuxX64,
  'linux-x64-cuda': cudaOnLinuxX64,
  'linux-arm64-cpu': cpuOnLinuxArm64,
};

/** @throws FailedError where this kind of machine has no TensorFlow wheel that Parasample knows. */
export function wheelSetFor(variant: Variant, platform: string, architecture: string): WheelSet {
  const found = wheelSets[`${platform}-${architecture}-${variant}`];
  if (found) return found;
  const kind = variant === 'cuda' ? 'TensorFlow with CUDA' : 'TensorFlow';
  throw new FailedError(
    `${kind} is not available for ${platform} on ${architecture}: Parasample installs it on Linux (x64 and arm64, CUDA on x64 only); without it the slow JavaScript engine trains.`,
  );
}

/** What a variant is made of, without the compiler, which few need. */
export function wheelsOf({ tensorflow, nvidia }: WheelSet): readonly Wheel[] {
  return [tensorflow, ...nvidia];
}

/** Everything a variant downloads, in MB. */
export function downloadMB(set: WheelSet): number {
  return wheelsOf(set).reduce((sum, each) => sum + each.sizeMB, 0);
}
