/** What `peapod doctor` looks at: checks, each of which answers with findings. One check a file, under checks/. */
import type { ClusterConfig } from '../config.ts';
import type { Layout } from '../layout.ts';
import type { ProcessState } from '../process/announce.ts';

export interface Finding {
  /** `unknown`: it could not be looked at, and `message` says why. Only `bad` makes the doctor's exit code 1. */
  readonly level: 'good' | 'suspect' | 'bad' | 'unknown';
  /** What was looked at, one or two words: the first column. */
  readonly what: string;
  /** One line: what was seen. */
  readonly message: string;
  /** What to do, for a person. */
  readonly mend?: string;
  /** Mends it by itself, where that can harm nothing. */
  readonly fix?: () => Promise<void>;
}

export interface Patient {
  readonly layout: Layout;
  /** Of the cluster in the data directory; undefined when there is none. */
  readonly config: ClusterConfig | undefined;
  /** Of its processes that run. */
  readonly processes: readonly ProcessState[];
  readonly isRoot: boolean;
  /** Milliseconds since 1970. */
  readonly now: number;
}

export interface Check {
  readonly what: string;
  /** Whether an ordinary user would see too little. */
  readonly needsRoot?: true;
  run(patient: Patient): Promise<readonly Finding[]>;
}

/** Findings about one thing. */
export const about = (what: string) => ({
  good: (message: string): Finding => ({ level: 'good', what, message }),
  suspect: (message: string, mend: string): Finding => ({ level: 'suspect', what, message, mend }),
  bad: (message: string, mend: string, fix?: () => Promise<void>): Finding => ({
    level: 'bad',
    what,
    message,
    mend,
    ...(fix && { fix }),
  }),
  unknown: (message: string): Finding => ({ level: 'unknown', what, message }),
});
