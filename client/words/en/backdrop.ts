/** What is behind oneself in the own picture. */
export const backdrop = {
  backdrop: 'Backdrop',
  backdropNone: 'My room as it is',
  backdropBlur: 'Out of focus',
  backdropWall: 'Wallpaper of this room',
  backdropOwn: 'My own picture',
  backdropChoose: 'Choose a picture…',
  backdropUnread: 'That file is no picture this browser can read.',
  'device.backdrop':
    'The backdrop does not work here, so the camera stays closed. Show your room as it is, or stay without a picture.',
};
