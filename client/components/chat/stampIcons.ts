import { FaceGrinning, Flame, HandHeart, Heart, type IconNode, Lightbulb, Sparkles } from 'lucide';
import type { Stamp } from '../../../protocol/stamps.ts';

/** How each stamp is drawn. */
export const stampIcons: Record<Stamp, IconNode> = {
  heart: Heart,
  spark: Sparkles,
  laugh: FaceGrinning,
  clap: HandHeart,
  flame: Flame,
  idea: Lightbulb,
};
