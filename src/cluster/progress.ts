/** How long work tells a person what it does; the command line shows it. */
export interface Progress {
  /** What is being done now. */
  doing(text: string): void;
  /** Something is finished: `what` it was, and one line of detail. */
  done(what: string, detail: string): void;
}
