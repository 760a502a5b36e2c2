import type { Revision } from './revisions.ts';

/** The Pod template of a revision, as `describe` shows it. */
export async function describeTemplate({ template }: Revision): Promise<string> {
  const { Description } = await import('../../describe/description.ts');
  const { describePodTemplate } = await import('../../describe/pod.ts');
  const to = new Description();
  describePodTemplate(to, template);
  return to.text();
}
