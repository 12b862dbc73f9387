// Most people never open them: they do not come with the first page.
const pages = {
  settings: () => import('./SettingsPage.svelte'),
  signIn: () => import('./SignInPage.svelte'),
};

/** Loads a page about who one is. */
export async function loadAccountPage(page: keyof typeof pages) {
  return (await pages[page]()).default;
}
