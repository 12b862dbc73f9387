/** Keys that act anywhere on a page, but never while something is typed or a menu is open. */
export function onKeys(actions: Readonly<Record<string, () => void>>): (event: KeyboardEvent) => void {
  return (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.repeat || event.isComposing) return;
    const { target, key, shiftKey } = event;
    if (!(target instanceof Element) || target.closest('input, textarea, select, dialog, [popover]')) return;
    // Escape alone closes what is open; leaving takes Shift.
    const name = key.toLowerCase();
    if (name === 'escape' && !shiftKey) return;
    const action = actions[name];
    if (!action) return;
    event.preventDefault();
    action();
  };
}
