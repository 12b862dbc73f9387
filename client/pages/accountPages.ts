// Most people never open them: they do not come with the first page.
const pages = {
  settings: () => import('./SettingsPage.svelte'),
  signIn: () => import('./SignInPage.svelte'),
  join: () => import('./JoinPage.svelte'),
};

/** Loads a page about who one is. */
export async function loadAccountPage(page: keyof typeof pages) {
  return (await pages[page]()).default;
}

const eventPages = {
  event: () => import('./EventPage.svelte'),
  events: () => import('./EventsPage.svelte'),
  recap: () => import('./RecapPage.svelte'),
  schedule: () => import('./SchedulePage.svelte'),
};

/** Loads a page of the calendar. */
export async function loadEventPage<Name extends keyof typeof eventPages>(
  page: Name,
): Promise<Awaited<ReturnType<(typeof eventPages)[Name]>>['default']> {
  return (await eventPages[page]()).default;
}

const orderPages = {
  log: () => import('./LogPage.svelte'),
  admin: () => import('./AdminPage.svelte'),
};

/** Loads a page of those who keep order. */
export async function loadOrderPage<Name extends keyof typeof orderPages>(
  page: Name,
): Promise<Awaited<ReturnType<(typeof orderPages)[Name]>>['default']> {
  return (await orderPages[page]()).default;
}

/** Loads the page of what one was told. */
export async function loadInboxPage() {
  return (await import('./InboxPage.svelte')).default;
}

/** Loads the page of one's conversations. */
export async function loadMessagesPage() {
  return (await import('./MessagesPage.svelte')).default;
}
