import { type IconNode, KeyRound, KeySquare, MicVocal, Shield } from 'lucide';
import type { Role } from '../../../protocol/ranks.ts';

const icons: Partial<Record<Role, IconNode>> = {
  owner: KeyRound,
  coOwner: KeySquare,
  moderator: Shield,
  speaker: MicVocal,
};

/** The badge of what somebody is in a room; nothing for those who are what most are. */
export function roleIcon({
  role,
  acting,
}: {
  role: Role;
  acting?: boolean | undefined;
}): IconNode | undefined {
  return acting ? KeySquare : icons[role];
}
