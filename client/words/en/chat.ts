/** What can be done with a line of chat. */
export const chat = {
  lineMenu: 'What to do with the line of {name}',
  reply: 'Reply',
  answering: 'Answering {name}',
  editLine: 'Edit',
  editingLine: 'Change your line',
  edited: 'edited',
  deleteLine: 'Delete',
  deletedLine: 'This line was deleted.',
  deleteTitle: 'Delete this line?',
  deleteMore: 'It will be gone for everybody, and cannot be brought back.',
  'stamp.heart': 'Heart',
  'stamp.spark': 'Sparkle',
  'stamp.laugh': 'Laugh',
  'stamp.clap': 'Applause',
  'stamp.flame': 'Flame',
  'stamp.idea': 'Good idea',
} as const;
