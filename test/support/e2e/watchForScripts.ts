import type { Guest } from './Guest.ts';

/** Notes what runs in a guest's pages, or is only kept from running by the policy of the page. */
export async function watchForScripts({ page }: Guest): Promise<string[]> {
  const events: string[] = [];
  await page.exposeFunction('note', (event: string) => events.push(event));
  await page.addInitScript(() => {
    const note: (event: string) => void = Reflect.get(window, 'note');
    Object.assign(window, { x: () => note('ran') });
    document.addEventListener('securitypolicyviolation', ({ violatedDirective, sample }) =>
      note(`${violatedDirective} was violated: ${sample}`),
    );
  });
  return events;
}
