/** `peapod image build-examples`. */
import type { Layout } from '../../cluster/layout.ts';
import { buildImages } from '../../cluster/prepareMachine.ts';
import { createProgress } from '../progress.ts';

/** Throws UserError. What is built already stays. */
export async function buildExampleImages(layout: Layout): Promise<void> {
  const progress = createProgress();
  await buildImages(layout, progress);
  progress.end();
}
