/** What a track shows or carries. */
export const sources = ['microphone', 'camera', 'screen', 'screenAudio'] as const;
export type Source = (typeof sources)[number];

/** Says whether a source is heard or seen. */
export function kindOf(source: Source): 'audio' | 'video' {
  return source === 'microphone' || source === 'screenAudio' ? 'audio' : 'video';
}
