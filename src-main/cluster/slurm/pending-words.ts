/** What a job waits for (squeue(1), JOB REASON CODES), as a sentence. */
const words: readonly (readonly [RegExp, string])[] = [
  [/^None$/, 'Waits for SLURM to look at it.'],
  [/^Priority$/, 'Waits behind jobs of a higher priority.'],
  [/^Resources$/, 'Waits for nodes to become free.'],
  [
    /^PartitionTimeLimit$/,
    'Asks for more time than its partition lets a job run, and never begins: cancel it and give a shorter limit.',
  ],
  [
    /^PartitionNodeLimit$/,
    'Asks for more or fewer nodes than its partition lets a job have, and never begins: cancel it and change its nodes.',
  ],
  [
    /^(PartitionConfig|BadConstraints)$/,
    'Asks for nodes that its partition does not have (nodes, CPUs, GPUs or memory), and never begins: cancel it and ask for less.',
  ],
  [/^Partition(Down|Inactive)$/, 'Its partition is switched off; it waits until that is on again.'],
  [/^JobHeld(User|Admin)$/, 'Is held back (scontrol hold) until somebody releases it (scontrol release).'],
  [/^BeginTime$/, 'Waits for the time at which it may begin.'],
  [/^Dependency/, 'Waits for another job to end.'],
  [/^Reservation/, 'Waits for its reservation to begin.'],
  [/^Licenses$/, 'Waits for a licence to become free.'],
  [/^NodeDown$/, 'A node that it asks for is down.'],
  [
    /^ReqNodeNotAvail/,
    'A node that it asks for is not available now: down, drained or reserved (often for maintenance; a shorter time limit may fit before it).',
  ],
  [
    /^(InvalidAccount|InvalidQOS)$/,
    'Its account or QOS is not valid here, and it never begins: cancel it and give another.',
  ],
  [/^(Assoc|QOS).*(Limit|Min|PerUser|PerJob|PerAccount)/, 'Waits for a limit of your account or QOS.'],
  [/^AccountingPolicy$/, 'Waits for a limit of your account.'],
];

/** @param reason SLURM's word, such as `Resources` or `ReqNodeNotAvail,_UnavailableNodes:n1` */
export function pendingWords(reason: string): string {
  const known = words.find(([pattern]) => pattern.test(reason))?.[1] ?? 'Waits in SLURM’s queue.';
  return reason === 'None' ? known : `${known} SLURM says: ${reason.replaceAll('_', ' ')}.`;
}
