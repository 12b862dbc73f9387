/** Rooms beside rooms. */
export const tree = {
  roomsBeside: 'Rooms beside this one',
  nobodyBeside: 'Nobody is inside',
  goBeside: 'Step into {room}',
  openBeside: 'Open a room beside',
  openBesideDo: 'Open it',
  besideLasting: 'Otherwise it ends when everybody has left it.',
  moveTo: 'Move to another room…',
  moveTitle: 'Where is {name} to go?',
  moveMore: 'They are there at once, as muted as they are now.',
  movedPerson: '{name} is in {room} now.',
  movedHere: '{name} moved you into this room.',
} as const;
