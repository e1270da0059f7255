// A progress bar with the time left: on standard error, and only where a person is looking.
import { SingleBar } from 'cli-progress';
import type { ReplicationProgress } from '../../sim/experiment.ts';

export interface Progress {
  readonly update: (progress: ReplicationProgress) => void;
  readonly stop: () => void;
}

export function startProgress(what: string): Progress {
  if (!process.stderr.isTTY) return { update: () => {}, stop: () => {} };
  const bar = new SingleBar({
    format: `${what} {bar} {percentage} % · {eta_formatted} left`,
    stream: process.stderr,
    clearOnComplete: true,
    hideCursor: true,
  });
  bar.start(1, 0);
  return {
    update: ({ done, total }) => {
      bar.setTotal(total);
      bar.update(done);
      bar.render();
    },
    stop: () => bar.stop(),
  };
}
