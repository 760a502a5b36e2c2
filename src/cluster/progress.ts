/** How long work tells a person what it does; the command line shows it. */
export interface Progress {
  /** What is being done now, and how much of it is done, from 0 to 1, where that is known. */
  doing(text: string, share?: number): void;
  /** Something is finished: `what` it was, and one line of detail. */
  done(what: string, detail: string): void;
}
