/** 房间旁边的房间。 */
export const tree = {
  roomsBeside: '旁边的房间',
  nobodyBeside: '里面没有人',
  goBeside: '进入{room}',
  openBeside: '在旁边开一间',
  openBesideDo: '打开',
  besideLasting: '否则所有人离开后它就结束。',
  moveTo: '移到另一间房…',
  moveTitle: '让 {name} 去哪里？',
  moveMore: '会立刻过去，静音状态不变。',
  movedPerson: '{name} 现在在{room}。',
  movedHere: '{name} 把你移到了这间房。',
} as const;
