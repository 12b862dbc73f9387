/** Being told while nothing is open. */
export const push = {
  pushAlso: 'Also when Hobnob is closed',
  pushMore: 'This device tells you, even while no page of Hobnob is open in it. Quiet hours hold here too.',
  pushUnsupported:
    'This browser cannot tell you while Hobnob is closed. On an iPhone or iPad, add Hobnob to the home screen first.',
  pushDenied:
    'This browser lets Hobnob tell you nothing. Allow notifications for this page in the settings of the browser.',
  pushUnreachable: 'The service that brings notifications to this browser cannot be reached right now.',
  pushRing: '{name} calls you',
} as const;
