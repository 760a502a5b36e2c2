/** Prefers nodes that have the Pod's images already, by their size, and the less so the fewer nodes have them. */
import type { Plugin } from '../framework.ts';
import { maxScore } from '../framework.ts';

const megabyte = 1024 * 1024;
const leastSize = 23 * megabyte;
const mostSizeEach = 1000 * megabyte;

export const imageLocality: Plugin = {
  name: 'ImageLocality',
  weight: 1,
  prepareScore(pod, _nodes, { snapshot }) {
    const { containers = [], initContainers = [] } = pod.pod.spec ?? {};
    const images = [...initContainers, ...containers].map(({ image = '' }) => normalized(image));
    const holders = images.map((image) => snapshot.imageHolders(image));
    if (holders.every((count) => count === 0)) return undefined;
    const total = snapshot.nodes.length;
    const most = mostSizeEach * images.length;
    return {
      score(node) {
        let sum = 0;
        images.forEach((image, i) => (sum += Math.floor((node.images.get(image) ?? 0) * ((holders[i] ?? 0) / total))));
        return Math.floor((maxScore * (Math.min(Math.max(sum, leastSize), most) - leastSize)) / (most - leastSize));
      },
    };
  },
};

/** Nodes report names with a tag or digest. */
function normalized(image: string): string {
  return image.lastIndexOf(':') <= image.lastIndexOf('/') ? `${image}:latest` : image;
}
