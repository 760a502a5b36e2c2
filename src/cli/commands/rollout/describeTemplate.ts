import type { Revision } from './revisions.ts';

/** The Pod template of a revision, as `describe` shows it, but with its cells not aligned: kubectl leaves the tabs. */
export async function describeTemplate({ template }: Revision): Promise<string> {
  const { Description } = await import('../../describe/description.ts');
  const { describePodTemplate } = await import('../../describe/pod.ts');
  let text = '';
  const to = new Description({
    write: (part) => void (text += part),
    flush() {
      const whole = text;
      text = '';
      return whole;
    },
  });
  describePodTemplate(to, template);
  return to.text();
}
