/** What the menus of the devices are called, so that more than one button can open them. */
export const menus = { sound: 'sound-menu', stage: 'stage-menu', camera: 'camera-menu' } as const;
