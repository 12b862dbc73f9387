/** What makes the chat the content of the panel's tab. */
export const chatTab = {
  role: 'tabpanel',
  id: 'panel-panel-chat',
  'aria-labelledby': 'panel-tab-chat',
} as const;
