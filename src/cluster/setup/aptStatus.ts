/** The progress that apt-get writes to its status descriptor: lines of `kind:subject:percent:text`. */

export interface AptStatus {
  /** 0 to 100; downloading takes the first half, installing the second. */
  readonly percent: number;
  readonly doing: string;
}

export function parseAptStatus(text: string): AptStatus[] {
  return text.split('\n').flatMap((line) => {
    const [, kind, percent = '0', doing = ''] =
      /^(dlstatus|pmstatus):[^:]*(?::[a-z0-9]+)?:([0-9.]+):(.*)$/.exec(line) ?? [];
    if (kind === undefined) return [];
    return [{ percent: Math.round(Number(percent) / 2 + (kind === 'pmstatus' ? 50 : 0)), doing }];
  });
}
