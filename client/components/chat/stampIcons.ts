import { FaceGrinning, Flame, HandHeart, Heart, type IconNode, Lightbulb, Sparkles } from 'lucide';
import type { Stamp } from '../../../protocol/lines.ts';

/** How each stamp is drawn. */
export const stampIcons: Record<Stamp, IconNode> = {
  heart: Heart,
  spark: Sparkles,
  // Filled, the disc would lie on the face.
  laugh: FaceGrinning.toReversed(),
  clap: HandHeart,
  flame: Flame,
  idea: Lightbulb,
};
