/** What an explanation is: a verdict, and findings that lead to the root. Plain data, for people and for programs. */

/**
 * `wrong`: it stays so until somebody does something. `waiting`: it is on its way, or waits for something that may come by
 * itself. `ok`: it is as its specification wants it.
 */
export type Verdict = 'ok' | 'waiting' | 'wrong';

/** An object, as a person names it. */
export interface Reference {
  readonly kind: string;
  readonly name: string;
  /** Absent for what stands in no namespace. */
  readonly namespace?: string;
}

export interface Finding {
  /** A word that stays the same over versions, for programs: 'image-not-found'. */
  readonly cause: string;
  /** A `hint` is worth knowing, and makes nothing worse than ok. */
  readonly verdict: Exclude<Verdict, 'ok'> | 'hint';
  readonly about: Reference;
  /** One sentence that needs no other: what is wrong, and why as far as this object tells. */
  readonly summary: string;
  /** What that rests on: messages, states, log lines, one a line. */
  readonly evidence: readonly string[];
  /** What to do, in words. */
  readonly advice: readonly string[];
  /** Commands that mend it or show more; `<…>` stands for what only the user knows. */
  readonly commands: readonly string[];
  /** What lies below: the findings about other objects that bring this one about. */
  readonly because: readonly Finding[];
}

export interface Explanation {
  readonly about: Reference;
  readonly verdict: Verdict;
  /** The answer in one sentence: of the first finding, or what was seen when all is well. */
  readonly summary: string;
  readonly findings: readonly Finding[];
}

export type FindingParts = Pick<Finding, 'cause' | 'about' | 'summary'> & Partial<Finding>;

/** A finding with what was left out filled in: it is wrong, and nothing more is known. */
export const finding = ({ cause, about, summary, ...parts }: FindingParts): Finding => ({
  cause,
  about,
  verdict: 'wrong',
  summary,
  evidence: [],
  advice: [],
  commands: [],
  because: [],
  ...parts,
});

const weight: Readonly<Record<Verdict | 'hint', number>> = { ok: 0, hint: 0, waiting: 1, wrong: 2 };

const worst = (findings: readonly Finding[]): Verdict =>
  findings.reduce<Verdict>((a, { verdict: b }) => (b !== 'hint' && weight[b] > weight[a] ? b : a), 'ok');

/** The worst first; `fine` is what is said when there is nothing to find. */
export function explanationOf(about: Reference, findings: readonly Finding[], fine: string): Explanation {
  const sorted = [...findings].sort((a, b) => weight[b.verdict] - weight[a.verdict]);
  const verdict = worst(findings);
  return { about, verdict, summary: verdict === 'ok' ? fine : (sorted[0]?.summary ?? fine), findings: sorted };
}

/** The finding at the end of the chain: what is to be mended first. */
export function rootOf(one: Finding): Finding {
  const [first] = one.because;
  return first ? rootOf(first) : one;
}
