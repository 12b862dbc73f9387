/** Voice messages. */
export const voicemail = {
  voiceRecord: 'Record a voice message',
  voiceHow: 'Hold to record, let go to send. Or tap, and tap again to send.',
  voiceRecording: 'Your voice is being recorded for a message.',
  voiceRecordingShort: 'Recording',
  voiceSend: 'Send the voice message',
  voiceCancel: 'Throw the recording away',
  voiceSlide: 'Slide away to cancel',
  voiceFile: 'Voice message',
  voiceMessage: 'Voice message, {length}',
  voicePlay: 'Play',
  voicePause: 'Pause',
  voiceSeek: 'Place in the voice message',
  voiceRate: 'Speed {rate}',
  voiceFailed: 'This browser cannot play it.',
} as const;
