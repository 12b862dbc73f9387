/** Files in the chat. */
export const files = {
  attach: 'Attach files',
  dropHere: 'Let go to attach',
  attached: 'Attached to the next line',
  detach: 'Take {name} out',
  notAttached: {
    one: 'One file was left out: a line carries ten files at most, none of them empty.',
    other: '{count} files were left out: a line carries ten at most, none of them empty.',
  },
  sendingFile: '{name} is being sent',
  fileProblem: '{name} will not come.',
  fileLost: 'After the reload it is not at hand any more. Attach it again.',
  fileUnreadable: 'It cannot be read as a picture, or is damaged.',
  fileTooLarge: 'It is larger than this server takes.',
  cancelFiles: 'Do not send',
  download: 'Download',
  gallery: 'Pictures of this chat',
  showPicture: 'Show {name} large',
  pictureCount: '{place} of {count}',
  nextPicture: 'Next picture',
  previousPicture: 'Previous picture',
} as const;
